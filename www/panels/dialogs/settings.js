/** Settings: theme, motion, what is spoken, single keys; and the ways to start over. */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { LETTERS } from '../../page/keys.js';
import { isLetter, lettersOf } from '../../state/preferences.js';
import { settingsWords as said } from '../../words/settings.js';
import { choice } from '../choice.js';
import { fieldValue } from '../typed.js';
import { createDialog } from './dialog.js';

/** @import {Page} from '../../page/panels.js' */
/** @import {PreferencesHere as Preferences} from '../../state/preferences.js' */

/** The letter a command has at first. @param {string} command */
const usualOf = (command) =>
  Object.entries(LETTERS).find(([, name]) => name === command)?.[0] ?? '';

/** What is wrong with a letter for a command. @param {Preferences} preferences @param {string} command @param {string} key */
function problemWith({ keys }, command, key) {
  const { [command]: _, ...others } = keys;
  const other = lettersOf(others)[key];
  if (!isLetter(key)) return said.keyNot;
  if (other === undefined || other === command) return '';
  return said.keyTaken(key, said.commands[other] ?? other);
}

/** @param {Page} page */
export function createSettings({ preferences, commands }) {
  /** What cannot be a key stays in its field and is said under it. @type {Record<string, {typed: string, problem: string}>} */
  let wrong = {};

  /** @param {string} command @param {string} text */
  function setKey(command, text) {
    const key = text.trim().toLowerCase();
    const problem = problemWith(preferences, command, key);
    const { [command]: _, ...others } = preferences.keys;
    wrong = problem === '' ? {} : { [command]: { typed: text, problem } };
    if (problem === '') {
      preferences.setKeys(key === usualOf(command) ? others : { ...others, [command]: key });
    }
    update();
  }

  /** @param {[string, string]} command */
  function keyField([command, what]) {
    const { typed, problem = '' } = wrong[command] ?? {};
    const id = `key-${command}`;
    const letter = (preferences.keys[command] ?? usualOf(command)).toUpperCase();
    return html`<div class="key-row">
      <span aria-hidden="true">${what}</span>
      <input type="text" class="key" maxlength="2" autocomplete="off" spellcheck="false" aria-label=${said.keyFor(what)}
        aria-invalid=${problem === '' ? nothing : 'true'} aria-describedby=${problem === '' ? nothing : id}
        .value=${live(typed ?? letter)} @change=${fieldValue('value', (text) => setKey(command, text))}
        @focus=${(/** @type {Event} */ { target }) => target instanceof HTMLInputElement && target.select()} />
      <p class="problem" id=${id} ?hidden=${problem === ''}>${problem}</p>
    </div>`;
  }

  /**
   * @template {keyof Preferences['chosen']} K
   * @param {K} name
   * @param {string} label
   * @param {Readonly<Record<Preferences['chosen'][K], string>>} options
   */
  function one(name, label, options) {
    return choice({
      name: `setting-${name}`,
      label,
      options,
      value: preferences.chosen[name],
      shown: true,
      choose(value) {
        preferences.choose(name, value);
        update();
      },
    });
  }

  function back() {
    preferences.reset();
    wrong = {};
    update();
    commands.announce(said.backDone);
  }

  /** @param {string} id @param {string} label @param {() => void} reset */
  const startOver = (id, label, reset) =>
    html`<button type="button" id=${id} @click=${() => {
      reset();
      close();
    }}>${label}</button>`;

  const { dialog, open, update, close } = createDialog({
    title: said.title,
    draw: () => html`<p class="hint">${said.intro}</p>
      ${one('theme', said.theme, said.themes)} ${one('motion', said.motion, said.motions)}
      ${one('verbosity', said.speech, said.verbosities)}
      <p class="hint">${said.speechHint}</p>
      ${one('letters', said.letters, said.lettersChoices)}
      <p class="hint">${said.lettersHint}</p>
      <div class="key-rows" ?hidden=${preferences.chosen.letters === 'off'}>
        ${Object.entries(said.commands).map(keyField)}
      </div>
      <div class="buttons"><button type="button" id="settings-back" @click=${back}>${said.back}</button></div>
      <h3>${said.resetTitle}</h3>
      <p class="hint">${said.resetIntro}</p>
      <div class="buttons">
        ${startOver('reset-lab', said.resetLab, commands.resetLab)} ${startOver('reset-all', said.resetAll, commands.resetAll)}
      </div>`,
  });
  return {
    dialog,
    open() {
      wrong = {};
      open();
    },
  };
}
