import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: dist/ works under any path of any static host.
  base: './',
  publicDir: false,
  build: {
    target: 'es2023',
    // The content security policy allows no data: fonts and no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});
