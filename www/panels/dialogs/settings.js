/** Settings: theme, motion, what is spoken, single keys; and the ways to start over. */

import { LETTERS } from '../../page/keys.js';
import { isLetter, lettersOf } from '../../state/preferences.js';
import { settingsWords as said } from '../../words/settings.js';
import { createChoice } from '../choice.js';
import { button, el, freshId, say, setAll } from '../element.js';
import { createDialog } from './dialog.js';

/** @import {PreferencesHere} from '../../state/preferences.js' */

/** @typedef {PreferencesHere} Preferences */

/**
 * One field for the letter of a command. What cannot be a key stays in the field and is said under it.
 * @param {string} command
 * @param {Preferences} preferences
 */
function createKeyField(command, preferences) {
  const usual = Object.entries(LETTERS).find(([, name]) => name === command)?.[0] ?? '';
  const what = said.commands[command] ?? command;
  const id = freshId('key');
  const problem = el('p', { class: 'problem', id, hidden: true });
  const field = el('input', {
    type: 'text',
    class: 'key',
    maxlength: 2,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-label': said.keyFor(what),
  });

  /** @param {string} text */
  function complain(text) {
    say(problem, text);
    problem.hidden = text === '';
    setAll(field, {
      'aria-invalid': text === '' ? null : 'true',
      'aria-describedby': text === '' ? null : id,
    });
  }
  field.addEventListener('focus', () => field.select());
  field.addEventListener('change', () => {
    const key = field.value.trim().toLowerCase();
    const { [command]: _, ...others } = preferences.keys;
    const other = lettersOf(others)[key];
    if (!isLetter(key)) return complain(said.keyNot);
    if (other !== undefined && other !== command) {
      return complain(said.keyTaken(key, said.commands[other] ?? other));
    }
    complain('');
    preferences.setKeys(key === usual ? others : { ...others, [command]: key });
    return undefined;
  });
  return {
    element: el(
      'div',
      { class: 'key-row' },
      el('span', { 'aria-hidden': 'true' }, what),
      field,
      problem,
    ),
    update() {
      complain('');
      field.value = (preferences.keys[command] ?? usual).toUpperCase();
    },
  };
}

/**
 * @param {{
 *   preferences: Preferences,
 *   announce: (text: string) => void,
 *   resetLab: () => void,
 *   resetAll: () => void,
 * }} page
 */
export function createSettings({ preferences, announce, resetLab, resetAll }) {
  const theme = createChoice({
    label: said.theme,
    options: said.themes,
    choose: (value) => preferences.choose('theme', value),
    shown: true,
  });
  const motion = createChoice({
    label: said.motion,
    options: said.motions,
    choose: (value) => preferences.choose('motion', value),
    shown: true,
  });
  const verbosity = createChoice({
    label: said.speech,
    options: said.verbosities,
    choose: (value) => preferences.choose('verbosity', value),
    shown: true,
  });
  const letters = createChoice({
    label: said.letters,
    options: said.lettersChoices,
    choose(value) {
      preferences.choose('letters', value);
      update();
    },
    shown: true,
  });
  const fields = Object.keys(said.commands).map((command) => createKeyField(command, preferences));
  const rows = el('div', { class: 'key-rows' }, ...fields.map(({ element }) => element));

  function update() {
    const { chosen } = preferences;
    theme.update(chosen.theme);
    motion.update(chosen.motion);
    verbosity.update(chosen.verbosity);
    letters.update(chosen.letters);
    rows.hidden = chosen.letters === 'off';
    for (const field of fields) field.update();
  }
  const dialog = createDialog(
    said.title,
    el('p', { class: 'hint' }, said.intro),
    theme.element,
    motion.element,
    verbosity.element,
    el('p', { class: 'hint' }, said.speechHint),
    letters.element,
    el('p', { class: 'hint' }, said.lettersHint),
    rows,
    el(
      'div',
      { class: 'buttons' },
      button({ id: 'settings-back' }, said.back, () => {
        preferences.reset();
        update();
        announce(said.backDone);
      }),
    ),
    el('h3', {}, said.resetTitle),
    el('p', { class: 'hint' }, said.resetIntro),
    el(
      'div',
      { class: 'buttons' },
      button({ id: 'reset-lab' }, said.resetLab, () => {
        resetLab();
        dialog.close();
      }),
      button({ id: 'reset-all' }, said.resetAll, () => {
        resetAll();
        dialog.close();
      }),
    ),
  );
  return {
    dialog,
    open() {
      update();
      dialog.showModal();
    },
  };
}
