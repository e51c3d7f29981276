// Query.deadLetters: a name for the lists below it, each the matter of its own subgraph.
export function deadLetters(): object {
  return {};
}
