/** The labs there are, in the order of their tabs. What a lab is, its declaration says; nothing else asks which one it is. */
import { words } from '../words/words.js';
import { attention } from './attention.js';
import { cell } from './cell.js';
import { declaredLabs } from './declared.js';
import { start } from './start.js';
import { time } from './time.js';

/** @import {LabDeclaration, Model, Panel, Summary, Units, ViewName} from '../types.d.ts' */

/** @type {LabDeclaration[]} */
export const labs = [start, cell, time, attention, ...declaredLabs].sort((a, b) =>
  a.key < b.key ? -1 : 1,
);

/** The lab a bare address opens. */
export const firstLab = start;

/** The lab of this name. @param {string} id */
export const labOf = (id) => labs.find((lab) => lab.id === id) ?? firstLab;

/**
 * A model in which what a lab is about is as in another.
 * @param {LabDeclaration} lab
 * @param {Model} model
 * @param {Model} wanted
 */
export const owned = ({ owns }, model, wanted) =>
  owns === undefined
    ? wanted
    : { ...model, ...Object.fromEntries(owns.map((field) => [field, wanted[field]])) };

/**
 * What of a model a lab is about, part by part; a lab that owns nothing is about all that no other lab owns.
 * @param {LabDeclaration} lab
 * @param {Model} model
 */
export function partsOf({ owns }, model) {
  const owners = labs.flatMap((lab) => lab.owns ?? []);
  const fields = owns ?? /** @type {(keyof typeof model)[]} */ (Object.keys(model));
  return fields.filter((field) => owns || !owners.includes(field)).map((field) => model[field]);
}

/**
 * What can be selected in a lab: the units of the model, where it has nothing else.
 * @param {LabDeclaration} lab
 * @param {Summary} summary
 * @returns {Units}
 */
export const unitsOf = ({ cursor }, summary) =>
  cursor.units?.(summary) ?? { count: summary.H, label: words.unit, signs: [] };

/** The view a lab is about. @param {LabDeclaration} lab @returns {ViewName} */
export const mainView = ({ views }) =>
  (views.find(({ place }) => place === 'middle') ?? views[0])?.name ?? 'cell';

/** What can be chosen to stand below, with its name. @param {LabDeclaration} lab */
export const panelsOf = ({ lower = [], views }) => {
  const short = (/** @type {Panel} */ name) => views.find((view) => view.name === name)?.short;
  return /** @type {Record<Panel, string>} */ (
    Object.fromEntries(lower.map((name) => [name, words.panels[name] ?? short(name) ?? name]))
  );
};
