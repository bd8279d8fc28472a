/** The engine in Node: the very files the page loads. */
import { readFile } from 'node:fs/promises';
import init, * as engine from '../../www/wasm/unrolled.js';

const bytes = await readFile(new URL('../../www/wasm/unrolled_bg.wasm', import.meta.url));
await init({ module_or_path: bytes });

export { engine };
