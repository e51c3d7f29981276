// Imports point down only. Each rule says what may be reached; there is no list of exceptions.
// Tests may reach anything inside their own subgraph (or folder of shared), nothing beyond it.
const TEST = '/tests/|\\.test\\.ts$';
const LIBRARY = '(^|/)node_modules/';
// Libraries without I/O, clock or chance that the domain may build on.
const PURE_LIBRARY = `${LIBRARY}(temporal-polyfill|temporal-spec|zod|json-canonicalize)/`;

/** Layer `layer` of a subgraph reaches only the folders `allowed` of its own subgraph. */
function layer(name, folders, allowed, comment) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: `^subgraphs/([^/]+)/(${folders})/`, pathNot: TEST },
    to: { path: '^subgraphs/', pathNot: `^subgraphs/$1/(${allowed})/` },
  };
}

function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

module.exports = {
  forbidden: [
    forbid('no-circular', 'A cycle has no first file to read.', {}, { circular: true }),
    forbid(
      'no-orphans',
      'Nobody imports it and it imports nobody: it is dead, or it is in the wrong place.',
      { orphan: true, path: '^(gateway|subgraphs|shared)/', pathNot: TEST },
      {},
    ),
    forbid('no-unresolvable', 'The import leads nowhere.', {}, { couldNotResolve: true }),
    forbid(
      'no-undeclared-library',
      'What is imported stands in package.json, or it vanishes with the next update.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    ),
    forbid(
      'no-dev-library-in-production',
      'Production installs do without devDependencies.',
      { path: '^(gateway|subgraphs|shared)/', pathNot: `${TEST}|^shared/testing/` },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),

    forbid(
      'subgraph-to-subgraph',
      'Across domains one asks over GraphQL.',
      { path: '^subgraphs/([^/]+)/' },
      { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    ),
    forbid(
      'subgraph-to-gateway',
      'Subgraphs do not know who asks them.',
      { path: '^subgraphs/' },
      { path: '^gateway/' },
    ),
    forbid(
      'shared-up',
      'What is shared knows nobody who shares it.',
      { path: '^shared/' },
      { path: '^(subgraphs|gateway)/' },
    ),
    forbid(
      'gateway-to-subgraph',
      'The gateway knows schemas, not code.',
      { path: '^gateway/' },
      { path: '^subgraphs/' },
    ),
    forbid(
      'testing-in-production',
      'Seeds, models and movable clocks never run in production.',
      { path: '^(gateway|subgraphs|shared)/', pathNot: `${TEST}|^shared/(testing|tools)/|/tools/` },
      { path: '^shared/testing/' },
    ),

    forbid(
      'domain-pure',
      'The domain is replayed and simulated: no I/O, no framework, nothing but itself.',
      { path: '^(shared|subgraphs/[^/]+)/domain/', pathNot: TEST },
      { pathNot: `^(shared|subgraphs/[^/]+)/domain/|${PURE_LIBRARY}` },
    ),
    layer('domain', 'domain', 'domain', 'domain → domain, shared/domain.'),
    layer(
      'repositories-and-loaders',
      'repositories|loaders',
      'repositories|loaders|domain',
      'repositories, loaders → domain, shared.',
    ),
    forbid(
      'repositories-and-loaders-apart',
      'A loader batches, a repository reads; the composition root brings them together.',
      { path: '^subgraphs/[^/]+/(repositories|loaders)/', pathNot: TEST },
      { path: '^subgraphs/[^/]+/(repositories|loaders)/', pathNot: '^subgraphs/[^/]+/$1/' },
    ),
    layer('migrations', 'migrations', 'migrations', 'Migrations outlive the code around them.'),
    layer(
      'services',
      'services',
      'services|repositories|domain',
      'services → domain, repositories, shared.',
    ),
    layer(
      'integrations',
      'integrations',
      'integrations|repositories|domain',
      'integrations → domain, repositories, shared.',
    ),
    layer(
      'resolvers',
      'resolvers',
      'resolvers|services|loaders|domain',
      'resolvers → services (+ loaders); of the domain they may name types, see below.',
    ),
    layer(
      'workers',
      'workers',
      'workers|services|loaders|domain',
      'workers → services (+ loaders); of the domain they may name types, see below.',
    ),
    forbid(
      'edges-run-no-domain-code',
      'Resolvers and workers name what a service gives them; deciding is the service’s.',
      { path: '^subgraphs/[^/]+/(resolvers|workers)/', pathNot: TEST },
      { path: '^subgraphs/[^/]+/domain/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'edges-know-no-database',
      'No ORM at the edge.',
      { path: '^subgraphs/[^/]+/(resolvers|workers)/', pathNot: TEST },
      { path: `${LIBRARY}(typeorm|pg)/` },
    ),
    forbid(
      'composition-roots-on-top',
      'server.ts and worker.ts build things; nobody builds on them.',
      { path: '^subgraphs/[^/]+/[^/]+/', pathNot: TEST },
      { path: '^subgraphs/[^/]+/(server|worker)\\.ts$' },
    ),

    forbid(
      'graphql-at-the-edge',
      'GraphQLError exists only in resolvers and gateway; below them refusals are data.',
      {
        path: '^(subgraphs|shared)/',
        pathNot: `${TEST}|^subgraphs/[^/]+/resolvers/|^shared/(schema|server|testing|tools)/`,
      },
      { path: `${LIBRARY}(graphql|@apollo/[^/]+|@graphql-tools/[^/]+)/` },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules/\\.bin|\\.staysync|\\.stryker-tmp|coverage|reports)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
    skipAnalysisNotInRules: true,
  },
};
