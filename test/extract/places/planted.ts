/** A format with the places in which its documents can hold text, each with a document that holds the value there and nowhere else. */
export interface PlacesOfFormat {
  /** Name that such a document has. */
  readonly name: string;
  readonly places: Readonly<Record<string, (value: string) => Uint8Array | string | Promise<Uint8Array>>>;
}
