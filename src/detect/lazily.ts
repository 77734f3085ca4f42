/** Makes a value when it is first asked for: a thread that reads no table compiles none of what only tables need. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
