import assert from 'node:assert/strict';
import test from 'node:test';
import { engine } from './engine.js';

test('the package the page loads starts in Node too', () => {
  assert.ok(Object.keys(engine).length > 1);
});
