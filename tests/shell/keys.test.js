import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandFor, LETTERS } from '../../www/page/keys.js';
import { lettersOf, readKeys } from '../../www/state/preferences.js';
import { settingsWords } from '../../www/words/settings.js';

/** @typedef {import('../../www/page/keys.js').Place} Place */

/**
 * @param {string} text such as `Ctrl+Shift+z`
 * @param {Place} place
 */
function press(text, place) {
  const parts = text === '+' ? ['+'] : text.split('+');
  const key = parts.at(-1) ?? '';
  return commandFor(
    {
      key: key === 'Space' ? ' ' : key,
      shiftKey: parts.includes('Shift'),
      ctrlKey: parts.includes('Ctrl'),
      metaKey: parts.includes('Meta'),
      altKey: parts.includes('Alt'),
    },
    place,
  );
}

for (const [key, command] of [
  ['ArrowRight', 'next'],
  ['ArrowLeft', 'previous'],
  ['Shift+ArrowRight', 'nextStep'],
  ['Shift+ArrowLeft', 'previousStep'],
  ['Home', 'first'],
  ['End', 'last'],
  ['Space', 'play'],
  ['ArrowUp', 'previousUnit'],
  ['ArrowDown', 'nextUnit'],
  ['b', 'turn'],
  ['B', 'turn'],
  ['l', 'level'],
  ['v', 'table'],
  ['g', 'goTo'],
  ['[', 'toggleControls'],
  [']', 'toggleSide'],
  ['Shift+?', 'help'],
  ['Enter', 'enter'],
  ['Ctrl+z', 'undo'],
  ['Meta+z', 'undo'],
  ['Ctrl+Shift+Z', 'redo'],
  ['Ctrl+y', 'redo'],
  ['F6', 'nextRegion'],
  ['Shift+F6', 'previousRegion'],
]) {
  test(`${key} means ${command} where stepping is meant`, () => {
    assert.equal(press(key ?? '', 'steps'), command);
  });
}

test('in a text field only F6 and Escape mean anything', () => {
  for (const key of [
    'b',
    'l',
    'v',
    '?',
    'Space',
    'ArrowRight',
    'Home',
    'Enter',
    'Ctrl+z',
    'Ctrl+Shift+Z',
  ]) {
    assert.equal(press(key, 'typing'), null, key);
  }
  assert.equal(press('F6', 'typing'), 'nextRegion');
  assert.equal(press('Escape', 'typing'), 'dismiss');
});

test('single keys mean nothing outside the stage and the transport, undo does', () => {
  for (const key of ['b', 'l', 'v', 'Space', 'ArrowRight', 'Enter']) {
    assert.equal(press(key, 'page'), null, key);
  }
  assert.equal(press('Ctrl+z', 'page'), 'undo');
});

test('a slider of the transport keeps Space, Enter and arrows; letters still work', () => {
  for (const key of ['Space', 'Enter', 'ArrowRight', 'Home']) {
    assert.equal(press(key, 'widget'), null, key);
  }
  assert.equal(press('b', 'widget'), 'turn');
});

test('a button of the transport keeps Space and Enter; arrows step', () => {
  for (const key of ['Space', 'Enter', 'Home']) {
    assert.equal(press(key, 'button'), null, key);
  }
  assert.equal(press('ArrowRight', 'button'), 'next');
  assert.equal(press('Shift+ArrowLeft', 'button'), 'previousStep');
  assert.equal(press('b', 'button'), 'turn');
});

test('where nothing has the focus, arrows and Space step; letters and what scrolls do not', () => {
  assert.equal(press('ArrowRight', 'nothing'), 'next');
  assert.equal(press('Shift+ArrowRight', 'nothing'), 'nextStep');
  assert.equal(press('Space', 'nothing'), 'play');
  for (const key of ['b', 'l', '2', 'ArrowDown', 'Home', 'Enter', 'Shift+Space']) {
    assert.equal(press(key, 'nothing'), null, key);
  }
  assert.equal(press('Ctrl+z', 'nothing'), 'undo');
});

test('inside the picture the arrows walk, Enter selects and Escape leaves', () => {
  assert.equal(press('ArrowRight', 'inside'), 'right');
  assert.equal(press('ArrowUp', 'inside'), 'up');
  assert.equal(press('Home', 'inside'), 'firstMark');
  assert.equal(press('Enter', 'inside'), 'select');
  assert.equal(press('Escape', 'inside'), 'leave');
  assert.equal(press('Shift+ArrowRight', 'inside'), 'nextStep');
  assert.equal(press('b', 'inside'), 'turn');
});

test('keys of the browser and of the system are left alone', () => {
  for (const key of [
    'Ctrl+l',
    'Ctrl+v',
    'Meta+b',
    'Alt+ArrowLeft',
    'Ctrl+Home',
    'Tab',
    'F5',
    'toString',
  ]) {
    assert.equal(press(key, 'steps'), null, key);
  }
});

test('every command with a letter is named in the settings, and no other', () => {
  assert.deepEqual(Object.values(LETTERS).sort(), Object.keys(settingsWords.commands).sort());
});

test("a letter of one's own replaces the usual one, and only that", () => {
  const letters = lettersOf({ turn: 'D' });
  assert.equal(letters.d, 'turn');
  assert.equal(letters.b, undefined);
  assert.equal(letters.l, 'level');
  assert.deepEqual(readKeys('{"turn":"d","nothing":"x","level":"ab","table":" ","goTo":7}'), {
    turn: 'd',
  });
  for (const text of [null, '', '[]', '7', '{', 'null']) assert.deepEqual(readKeys(text), {});
});

test('the list of commands opens from a text field as well', () => {
  assert.equal(press('Ctrl+k', 'typing'), 'palette');
  assert.equal(press('Meta+k', 'page'), 'palette');
});
