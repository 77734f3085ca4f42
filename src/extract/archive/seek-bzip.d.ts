/** What is used of seek-bzip, which brings no types: it decodes one block at a time. */
declare module 'seek-bzip' {
  interface Input {
    readByte(): number;
    read(buffer: Buffer, offset: number, length: number): number;
    eof(): boolean;
  }
  interface Output {
    writeByte(byte: number): void;
  }
  interface Decoder {
    readonly reader: { read(bits: number): number };
    _init_block(): boolean;
    _read_bunzip(): number;
    _start_bunzip(input: Input, output: Output): void;
  }
  const Bunzip: new (input: Input, output: Output) => Decoder;
  export = Bunzip;
}
