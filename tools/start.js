/** Builds the page and serves it: `npm start`. PORT and HOST choose another address. */
import { buildPage, buildWasm } from './build.js';
import { script } from './process.js';
import { serve } from './serve.js';

script(async () => {
  await buildWasm();
  await buildPage();
  const port = process.env.PORT === undefined ? undefined : Number(process.env.PORT);
  const { url } = await serve({ host: process.env.HOST, port, walk: port === undefined });
  process.on('SIGINT', () => process.exit(0));
  console.log(`\n  Unrolled is at  ${url}\n\n  Stop it with Ctrl+C.`);
});
