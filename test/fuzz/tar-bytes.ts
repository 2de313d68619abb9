/** A tar of texts and links, byte by byte (tar(5)): what fuzzing packs its roots with. */

export function tarEntry(name: string, content: string | Uint8Array, type = '0', linkname = ''): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(/\/(s?bin|init\.d|opt|system-generators)\//.test(`/${name}`) ? '0000755\0' : '0000644\0', 100);
  header.write(body.length.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  header.write(linkname, 157, 100);
  header.write('ustar\u000000', 257, 'latin1');
  header.fill(' ', 148, 156);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

export function tarOf(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}): Buffer {
  return Buffer.concat([
    ...Object.entries(files).map(([path, text]) => tarEntry(path.slice(1), text)),
    ...Object.entries(links).map(([path, to]) => tarEntry(path.slice(1), '', '2', to)),
    Buffer.alloc(1024),
  ]);
}
