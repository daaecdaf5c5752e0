import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** Files of an archive by path, in its order. */
export type ZipFiles = Map<string, Buffer>;

const endMark = 0x06054b50;
const directoryMark = 0x02014b50;
const fileMark = 0x04034b50;
const endBytes = 22;
const stored = 0;
const deflated = 8;

/** Reads an archive by its directory at the end, so that entries of unknown length are no trouble. Throws when it is no archive. */
export function readZip(archive: Buffer): ZipFiles {
  return new Map([...placesIn(archive)].map(([path, at]) => [path, readEntry(archive, at)]));
}

/** Paths in an archive, none of them unpacked. */
export const listZip = (archive: Buffer): string[] => [...placesIn(archive).keys()];

/** Where the directory tells of each file. */
function placesIn(archive: Buffer): Map<string, number> {
  const places = new Map<string, number>();
  let end = archive.length - endBytes;
  while (end >= 0 && archive.readUInt32LE(end) !== endMark) end -= 1;
  if (end < 0) throw new Error('not a zip file');
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== directoryMark) throw new Error('the directory of the zip file is broken');
    const nameBytes = archive.readUInt16LE(at + 28);
    const path = archive.toString('utf8', at + 46, at + 46 + nameBytes);
    if (!path.endsWith('/')) places.set(path, at);
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return places;
}

function readEntry(archive: Buffer, directoryAt: number): Buffer {
  const method = archive.readUInt16LE(directoryAt + 10);
  const packedBytes = archive.readUInt32LE(directoryAt + 20);
  const header = archive.readUInt32LE(directoryAt + 42);
  if (archive.readUInt32LE(header) !== fileMark) throw new Error('an entry of the zip file is broken');
  const from = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  const packed = archive.subarray(from, from + packedBytes);
  if (method === stored) return Buffer.from(packed);
  if (method === deflated) return inflateRawSync(packed);
  throw new Error(`an entry of the zip file is packed by method ${method}`);
}

export function writeZip(files: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    const shared = describeEntry(content, packed, name.length);
    const header = Buffer.alloc(4);
    header.writeUInt32LE(fileMark);
    parts.push(header, shared, name, packed);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(directoryMark);
    entry.writeUInt16LE(20, 4);
    shared.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, name);
    offset += header.length + shared.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(endBytes);
  end.writeUInt32LE(endMark);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

/** The 26 bytes that an entry's own header and the directory have in common. */
function describeEntry(content: Buffer, packed: Buffer, nameBytes: number): Buffer {
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(0x0800, 2); // names are UTF-8
  shared.writeUInt16LE(deflated, 4);
  shared.writeUInt32LE(crc32(content), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(content.length, 18);
  shared.writeUInt16LE(nameBytes, 22);
  return shared;
}
