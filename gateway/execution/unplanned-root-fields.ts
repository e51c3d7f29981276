// Finds what a query plan forgot. Used once per plan, before it is remembered.
import type { Operation, SelectionSet } from '@apollo/federation-internals';
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';

/** Response names of the operation's root fields that no fetch of the plan asks for. */
export function findUnplannedRootFields(plan: QueryPlan, operation: Operation): string[] {
  const planned = new Set<string>();
  if (plan.node) collectPlanned(plan.node, planned);
  return [...selectedRootFields(operation)].filter((name) => !planned.has(name));
}

/** Root fields that need a subgraph: introspection and what a constant @skip removes do not. */
function selectedRootFields(operation: Operation): Set<string> {
  const names = new Set<string>();
  const collect = (selectionSet: SelectionSet): void => {
    for (const selection of selectionSet.selections()) {
      if (isNeverIncluded(selection.element)) continue;
      if (selection.kind === 'FragmentSelection') collect(selection.selectionSet);
      else if (!selection.element.name.startsWith('__'))
        names.add(selection.element.responseName());
    }
  };
  collect(operation.expandAllFragments().selectionSet);
  return names;
}

function isNeverIncluded(element: {
  appliedDirectives: readonly { name: string; arguments(): Readonly<Record<string, unknown>> }[];
}): boolean {
  return element.appliedDirectives.some((directive) => {
    const condition = directive.arguments()['if'];
    if (directive.name === 'skip') return condition === true;
    return directive.name === 'include' && condition === false;
  });
}

/** Root fields are fetched by nodes outside any Flatten: those below one fetch entities. */
function collectPlanned(node: PlanNode | SubscriptionNode, into: Set<string>): void {
  switch (node.kind) {
    case 'Fetch':
      if (!node.requires) collectResponseNames(node.operation, into);
      break;
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) collectPlanned(child, into);
      break;
    case 'Condition':
      if (node.ifClause) collectPlanned(node.ifClause, into);
      if (node.elseClause) collectPlanned(node.elseClause, into);
      break;
    case 'Subscription':
      collectPlanned(node.primary, into);
      break;
    case 'Flatten':
    case 'Defer':
      break;
  }
}

function collectResponseNames(source: string, into: Set<string>): void {
  const { definitions } = parse(source, { noLocation: true });
  const collect = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) into.add((selection.alias ?? selection.name).value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else {
        const fragment = definitions.find(
          (definition) =>
            definition.kind === Kind.FRAGMENT_DEFINITION &&
            definition.name.value === selection.name.value,
        );
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) collect(fragment.selectionSet);
      }
    }
  };
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet);
  }
}
