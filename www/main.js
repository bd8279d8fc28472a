/** Boots the engine, then marks the page as ready. */
import init from './wasm/unrolled.js';

await init();
document.documentElement.dataset.ready = '';
