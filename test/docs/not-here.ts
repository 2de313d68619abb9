/** Lines of the documents that this machine does not run, each with the reason. What matches no line any more is to be taken out. */
export interface NotHere {
  /** A line as it stands, or its beginning where `…` ends it. */
  readonly line: string;
  readonly why: string;
}

export const NOT_HERE: readonly NotHere[] = [
  { line: 'npm ci && npm start', why: 'it is what the tests themselves stand on: installing and building' },
  { line: 'npm ci && npm test', why: 'this is what it runs' },
  { line: 'npm ci && npm run build', why: 'it is what the tests themselves stand on: installing and building' },
  { line: 'npm install --global bootscope', why: 'from the registry; the packed package is installed by test/package' },
  { line: 'npm install @duckdb/node-api', why: 'from the registry; it is installed here' },
  { line: 'GOLDEN=write …', why: 'it rewrites these documents' },
  { line: 'npm run conformance…', why: 'needs root, apt and an hour: a step of .ci/run' },
  { line: 'npm run bench…', why: 'a measurement' },
  { line: 'npm run boots:speed-up…', why: 'a measurement: it boots machines' },
  { line: 'npm run boots -- …', why: 'it boots machines' },
  { line: 'npx tsx test/generators/real/record.ts …', why: 'needs a captured Debian root' },
  { line: 'npx tsx test/conformance/random/main.ts …', why: 'for long runs; test/conformance/random has a short one' },
  { line: 'npx tsx test/conformance/jobs/boot-knots.ts …', why: 'a measurement' },
  { line: 'npx tsx test/fuzz/main.ts …', why: 'for long runs; test/fuzz/fuzz.test.ts is a short one' },
  { line: 'systemd-analyze verify …', why: 'what was measured against, nothing to be typed' },
  { line: 'ls -lR /lib/systemd', why: 'what a report holds, nothing to be typed' },
  { line: 'node -e 0', why: 'what was measured against, nothing to be typed' },
  { line: 'node --build-snapshot', why: 'what was tried and refused' },
  { line: "systemctl show --all '*'", why: 'names a record; its text is read by test/recorded' },
  {
    line: 'docker save IMAGE -o image.tar',
    why: 'no docker in the tests; such archives are written by test/snapshot/archive.test.ts',
  },
  { line: 'docker export NAME > root.tar', why: 'no docker in the tests: it writes a plain tar' },
  { line: 'skopeo copy …', why: 'no registry in the tests; such folders are written by test/snapshot/archive.test.ts' },
  { line: 'virt-tar-out …', why: 'no libguestfs here: it writes a plain tar' },
  { line: 'nix-store …', why: 'no Nix here; such closures are made by test/capture/nixos.test.ts' },
  { line: 'unmkinitramfs …', why: 'no initrd here' },
  { line: 'lsinitrd --unpack', why: 'no initrd here' },
  { line: 'cd / && tar …', why: 'packs this machine; test/capture/guide.test.ts has it pack a sample root' },
  { line: 'seq "$N" | parallel …', why: 'many machines: npm run fleet:engines' },
  { line: 'sbatch …', why: 'many machines: npm run fleet:engines' },
];

export function reasonOf(text: string): NotHere | undefined {
  return NOT_HERE.find(({ line }) => (line.endsWith('…') ? text.startsWith(line.slice(0, -1)) : text === line));
}
