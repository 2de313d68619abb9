import manifest from '../../package.json' with { type: 'json' };

/** Of bootscope itself, from package.json. */
export const VERSION: string = manifest.version;
