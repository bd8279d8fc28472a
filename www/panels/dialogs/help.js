/** Help: how to read the picture, notation, conventions, keys. */
import { html } from 'lit-html';
import { helpWords as said } from '../../words/help.js';
import { settingsWords } from '../../words/settings.js';
import { conventions, terms } from '../terms.js';
import { createDialog } from './dialog.js';

/** @import {Page} from '../../page/panels.js' */

/** @param {string[][]} pairs */
const keyList = (pairs) => html`<dl class="keys">
  ${pairs.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}
</dl>`;

/** @param {Pick<Page, 'preferences'>} page */
export function createHelp({ preferences }) {
  const own = () =>
    Object.entries(preferences.letters).map(([key, command]) => [
      key.toUpperCase(),
      settingsWords.commands[command] ?? command,
    ]);
  return createDialog({
    title: said.title,
    kind: 'wide',
    draw: () => html`<p>${said.intro}</p>
      <h3>${said.readTitle}</h3>
      ${terms(said.read, 'terms')}
      <h3>${said.keysTitle}</h3>
      <p class="hint">${said.keysIntro}</p>
      ${keyList([...said.keys, ...own()])}
      <h3>${said.fieldKeysTitle}</h3>
      ${keyList(said.fieldKeys)}
      <h3>${said.notationTitle}</h3>
      ${terms(said.notation, 'terms notation')}
      <h3>${said.conventionsTitle}</h3>
      <p class="hint">${said.conventionsIntro}</p>
      ${conventions(said.conventionsTitle, said.conventionsHead, said.conventions)}`,
  });
}
