/** The ways from one thing to those it comes from and goes to. */
import { html } from 'lit-html';
import { words } from '../words/words.js';

/** @import {Inspection, Link} from '../types.d.ts' */

/** @param {Inspection} what */
export const waysOf = ({ comesFrom, goesTo }) =>
  [
    { heading: words.comesFrom, links: comesFrom },
    { heading: words.goesTo, links: goesTo },
  ].filter(({ links }) => links.length > 0);

/** @param {Link} link @param {(link: Link) => void} follow */
export const linkButton = (link, follow) =>
  html`<button type="button" class="link" @click=${() => follow(link)}>${link.label}</button>`;
