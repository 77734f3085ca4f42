import { createRandom, type Random } from '../../fixtures/make/random.ts';

/** Largest document that is made; bigger samples are cut, so that an input costs milliseconds. */
const INPUT_BYTES_MAX = 2 * 1024 * 1024;

const EDITS_MAX = 4;

/** Values that sizes, counts and offsets break at. */
const BOUNDARIES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];

type Edit = (bytes: Buffer, donor: Buffer, random: Random) => Buffer;

const EDITS: readonly Edit[] = [
  flipBits,
  flipBits,
  truncate,
  swapBlocks,
  repeatBlock,
  dropBlock,
  splice,
  setLength,
  setLength,
  setNumber,
];

/** The same seed on the same sample and donor always gives the same document. The name keeps the sample's extension. */
export function mutate(seed: number, sample: Buffer, donor: Buffer): Buffer {
  const random = createRandom(seed);
  let bytes = Buffer.from(sample.subarray(0, INPUT_BYTES_MAX));
  const edits = random.int(1, EDITS_MAX);
  for (let edit = 0; edit < edits && bytes.length > 0; edit += 1) {
    bytes = Buffer.from(random.pick(EDITS)(bytes, donor, random).subarray(0, INPUT_BYTES_MAX));
  }
  return bytes;
}

const anywhere = (bytes: Buffer, random: Random): number => random.int(0, Math.max(0, bytes.length - 1));

function block(bytes: Buffer, random: Random): [start: number, end: number] {
  const start = anywhere(bytes, random);
  return [start, Math.min(bytes.length, start + (1 << random.int(0, 12)))];
}

function flipBits(bytes: Buffer, _donor: Buffer, random: Random): Buffer {
  for (let flips = 1 << random.int(0, 6); flips > 0; flips -= 1) {
    const at = anywhere(bytes, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7));
  }
  return bytes;
}

function truncate(bytes: Buffer, _donor: Buffer, random: Random): Buffer {
  return bytes.subarray(0, anywhere(bytes, random));
}

function swapBlocks(bytes: Buffer, _donor: Buffer, random: Random): Buffer {
  const [start, end] = block(bytes, random);
  const other = Math.min(anywhere(bytes, random), Math.max(0, bytes.length - (end - start)));
  const kept = Buffer.from(bytes.subarray(start, end));
  bytes.copyWithin(start, other, other + kept.length);
  kept.copy(bytes, other);
  return bytes;
}

function repeatBlock(bytes: Buffer, _donor: Buffer, random: Random): Buffer {
  const [start, end] = block(bytes, random);
  const repeated = new Array<Buffer>(random.int(1, 64)).fill(bytes.subarray(start, end));
  return Buffer.concat([bytes.subarray(0, end), ...repeated, bytes.subarray(end)]);
}

function dropBlock(bytes: Buffer, _donor: Buffer, random: Random): Buffer {
  const [start, end] = block(bytes, random);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
}

/** The start of one document and the rest of another. */
function splice(bytes: Buffer, donor: Buffer, random: Random): Buffer {
  return Buffer.concat([bytes.subarray(0, anywhere(bytes, random)), donor.subarray(anywhere(donor, random))]);
}

/** A field of one, two or four bytes, in either byte order, becomes a value that sizes break at. */
function setLength(bytes: Buffer, _donor: Buffer, random: Random): Buffer {
  const width = random.pick([1, 2, 4]);
  if (bytes.length < width) return bytes;
  const at = random.int(0, bytes.length - width);
  const value = random.pick(BOUNDARIES) % 2 ** (8 * width);
  if (random.int(0, 1) === 0) bytes.writeUIntLE(value, at, width);
  else bytes.writeUIntBE(value, at, width);
  return bytes;
}

/** A number written in digits, as text formats and PDF do, becomes a huge or a negative one. */
function setNumber(bytes: Buffer, _donor: Buffer, random: Random): Buffer {
  const from = anywhere(bytes, random);
  for (let at = from; at < bytes.length; at += 1) {
    const start = at;
    while (at < bytes.length && (bytes[at] ?? 0) >= 48 && (bytes[at] ?? 0) <= 57) at += 1;
    if (at > start) {
      const number = random.pick(['0', '-1', '65536', '2147483648', '99999999999', '1e308']);
      return Buffer.concat([bytes.subarray(0, start), Buffer.from(number), bytes.subarray(at)]);
    }
  }
  return bytes;
}
