/** Lists and tables of plain text, as Help and the page without an engine have them. */
import { html } from 'lit-html';

/** Terms and what they mean. @param {string[][]} pairs @param {string} kind */
export const terms = (pairs, kind) => html`<dl class=${kind}>
  ${pairs.map(([term, what]) => html`<div><dt>${term}</dt><dd>${what}</dd></div>`)}
</dl>`;

/** A table whose rows begin with what they are about. @param {string} title @param {string[]} head @param {string[][]} rows */
export const conventions = (
  title,
  head,
  rows,
) => html`<div class="table-box" tabindex="0" role="region" aria-label=${title}>
  <table class="conventions">
    <thead>
      <tr>${head.map((name, at) => (name === '' && at === 0 ? html`<td></td>` : html`<th scope="col">${name}</th>`))}</tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name, ...cells]) =>
          html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
      )}
    </tbody>
  </table>
</div>`;
