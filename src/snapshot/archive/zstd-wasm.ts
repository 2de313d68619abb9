/**
 * libzstd in WebAssembly (zstddec), called as zstd.h says (streaming decompression). A Node that has zstd of its own takes as long with
 * it: each piece goes to a thread and back.
 */

/** Of zstddec's module, what is called here: sizes and addresses are 32 bits wide. */
interface Zstd {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (size: number) => number;
  readonly ZSTD_createDCtx: () => number;
  readonly ZSTD_decompressStream: (context: number, output: number, input: number) => number;
}

/** What a block unpacks to, piece by piece, each valid until the next is asked for. @throws Error where it is damaged */
export type Unpack = (block: Uint8Array) => Generator<Uint8Array, void>;

/** What is unpacked at once. */
const OUTPUT = 2 ** 18;
/** ZSTD_inBuffer and ZSTD_outBuffer: an address, a size, a position; here as words. */
const [SIZE, POSITION, WORDS] = [1, 2, 3];
/** ZSTD_error_maxCode: what is returned above its negative is an error (ZSTD_isError). */
const MAX_ERROR = 120;

/**
 * One stream's own: nothing of another is in its memory, which goes with it.
 * @param largest bytes that a block of the stream may have
 */
export async function zstdInWasm(largest: number): Promise<Unpack> {
  module_ ??= compiled();
  const zstd = await instanceOf(await module_);
  const context = zstd.ZSTD_createDCtx();
  const [input, output] = [zstd.malloc(4 * WORDS), zstd.malloc(4 * WORDS)];
  const [packed, plain] = [zstd.malloc(largest), zstd.malloc(OUTPUT)];
  if ([context, input, output, packed, plain].includes(0)) throw new Error('no memory to unpack it in');
  /** The memory may have grown since. */
  const words = (at: number): Uint32Array => new Uint32Array(zstd.memory.buffer, at, WORDS);

  return function* unpack(block) {
    new Uint8Array(zstd.memory.buffer).set(block, packed);
    words(input).set([packed, block.length, 0]);
    for (let more = true; more; ) {
      words(output).set([plain, OUTPUT, 0]);
      const code = zstd.ZSTD_decompressStream(context, output, input);
      if (code < 0 && code > -MAX_ERROR) throw new Error(`zstd: error ${-code}`);
      const made = words(output)[POSITION] ?? 0;
      // What does not fit any more comes with the next call.
      more = made === OUTPUT || (words(input)[POSITION] ?? 0) < (words(input)[SIZE] ?? 0);
      if (made > 0) yield new Uint8Array(zstd.memory.buffer, plain, made);
      else if (more) throw new Error('zstd: no progress');
    }
  };
}

/** A WebAssembly.Module, of which @types/node knows nothing. */
type Module = object;

let module_: Promise<Module> | undefined;

/** zstddec keeps one instance for all; its module is asked for, to make more of. */
async function compiled(): Promise<Module> {
  const { ZSTDDecoder } = await import('zstddec/stream');
  return new Promise((resolve, reject) => {
    const decoder = new ZSTDDecoder();
    decoder._init = (result) => resolve(result.module);
    decoder.init().catch(reject);
  });
}

interface Instantiates {
  readonly WebAssembly: {
    readonly instantiate: (module: Module, imports: unknown) => Promise<{ readonly exports: unknown }>;
  };
}

async function instanceOf(module: Module): Promise<Zstd> {
  const { instantiate } = (globalThis as unknown as Instantiates).WebAssembly;
  const { exports } = await instantiate(module, { env: { emscripten_notify_memory_growth: () => undefined } });
  return exports as Zstd;
}
