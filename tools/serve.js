/**
 * A static file server for `dist/`, no cleverer than the plainest host, so that what works here works anywhere.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { Problem, root } from './process.js';

/** @type {Record<string, string>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * The file a request means, or null.
 * @param {string} folder
 * @param {string} base
 * @param {string} url
 */
async function find(folder, base, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (!path.startsWith(base) || path.includes('\0')) return null;
  const wanted = normalize(join(folder, path.slice(base.length)));
  if (wanted !== folder && !wanted.startsWith(folder + sep)) return null;
  const file = path.endsWith('/') ? join(wanted, 'index.html') : wanted;
  const info = await stat(file).catch(() => null);
  return info?.isFile() ? { file, size: info.size } : null;
}

/**
 * Serves a folder. With `walk`, a taken port means the next one is tried.
 * @param {{host?: string, port?: number, walk?: boolean, base?: string, folder?: string}} [options]
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export function serve({
  host = '127.0.0.1',
  port = 4173,
  walk = false,
  base = '/',
  folder = join(root, 'dist'),
} = {}) {
  const server = createServer(async (request, response) => {
    const found = await find(folder, base, request.url ?? '/');
    if (!found || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(found ? 405 : 404, { 'content-type': 'text/plain' }).end('not here\n');
      return;
    }
    response.writeHead(200, {
      'cache-control': 'no-cache',
      'content-length': found.size,
      'content-type': TYPES[extname(found.file)] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(found.file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    let next = port;
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' && walk && next < port + 20) server.listen(++next, host);
      else
        reject(
          new Problem(
            `cannot serve on port ${next} (${error.code}). Choose another: PORT=8080 npm start`,
          ),
        );
    });
    server.on('listening', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : next;
      const close = () =>
        new Promise((/** @type {(value: void) => void} */ done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ url: `http://${host}:${bound}${base}`, close });
    });
    server.listen(next, host);
  });
}
