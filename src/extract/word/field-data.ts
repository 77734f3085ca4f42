/** Bytes of the header of what the Data stream holds, and where in it the kind stands ([MS-DOC] 2.9.190 PICF, 2.9.157 NilPICFAndBinData). */
const HEADER_BYTES = 0x44;
const KIND_AT = 6;

/** Kinds whose content is a picture ([MS-DOC] 2.9.155 MFPF). */
const PICTURES: ReadonlySet<number> = new Set([0x64, 0x66]);

/**
 * What the fields of a Word document keep in its Data stream: preset text, help, status line and choices of form fields, targets of
 * links ([MS-DOC] 2.9.78 FFData, https://learn.microsoft.com/openspecs/office_file_formats/ms-doc). Bytes that are no such
 * structure are passed over.
 */
export function* fieldData(data: Buffer): Generator<Buffer> {
  for (let at = 0; at + HEADER_BYTES < data.length; ) {
    const sizeBytes = data.readUInt32LE(at);
    const isOne =
      data.readUInt16LE(at + 4) === HEADER_BYTES && sizeBytes > HEADER_BYTES && at + sizeBytes <= data.length;
    if (isOne && !PICTURES.has(data.readUInt16LE(at + KIND_AT))) yield data.subarray(at + HEADER_BYTES, at + sizeBytes);
    at += isOne ? sizeBytes : 1;
  }
}
