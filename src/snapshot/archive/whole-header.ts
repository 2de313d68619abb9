/** A header with what those before it say of it: long names, pax records, where the pieces of a sparse file lie. */
import { append } from '../../words/append.ts';
import { type Bytes, CutOff } from './bytes.ts';
import { MAX_SEGMENTS, type SparseMap, segmentsIn } from './sparse.ts';
import { BLOCK, longName, padded, paxRecords, type TarHeader, tarHeader, withRecords } from './tar-header.ts';

/** No header where one must be. */
export class Damaged extends Error {}

/** Extended attributes come in such headers, too: the kernel allows 64 KiB each. */
const MAX_EXTENDED = 1 << 20;

/** The content of a header that is about the next one. */
export async function extended(bytes: Bytes, { size }: TarHeader): Promise<Uint8Array> {
  if (size > MAX_EXTENDED) throw new Damaged(`a header of ${size} bytes`);
  if (!(await bytes.fill(padded(size)))) throw new CutOff();
  return bytes.take(padded(size)).subarray(0, size);
}

/** The header with what those before it say: long names, pax records. undefined: what follows them is no header. */
export async function wholeHeader(
  bytes: Bytes,
  first: TarHeader,
  global: ReadonlyMap<string, string>,
): Promise<TarHeader | undefined> {
  let header: TarHeader | undefined = first;
  let records = global;
  for (let met = 0; header !== undefined && 'xXLK'.includes(header.type); met++) {
    if (met > 16) return undefined;
    const content = await extended(bytes, header);
    const own: ReadonlyMap<string, string> =
      header.type === 'L'
        ? new Map([['path', longName(content)]])
        : header.type === 'K'
          ? new Map([['linkpath', longName(content)]])
          : paxRecords(content);
    records = new Map([...records, ...own]);
    if (!(await bytes.fill(BLOCK))) throw new CutOff();
    const { bytes: block, at } = bytes.here();
    header = tarHeader(block, at);
    bytes.skip(BLOCK);
  }
  if (header?.type === 'S') header = { ...header, map: await wholeMap(bytes, header) };
  const sparse = [...records.keys()].some((key) => key.startsWith('GNU.sparse.'));
  const whole = header && withRecords(header, records);
  return sparse && whole !== undefined ? { ...whole, type: 'S' } : whole;
}

/** GNU's old sparse files: where there are more pieces than fit the header, blocks of 21 follow it, each saying whether another does. */
async function wholeMap(bytes: Bytes, { map, mapGoesOn }: TarHeader): Promise<SparseMap | undefined> {
  const segments = [...(map?.segments ?? [])];
  for (let more = mapGoesOn; more; ) {
    if (!(await bytes.fill(BLOCK))) throw new CutOff();
    const { bytes: block, at } = bytes.here();
    more = block[at + 504] !== 0;
    if (segments.length <= MAX_SEGMENTS) append(segments, segmentsIn(block, at, 21));
    bytes.skip(BLOCK);
  }
  return segments.length > MAX_SEGMENTS ? undefined : { segments, inContent: false };
}
