/** States like those a person reaches: every setting of the schema, every lab, every cursor and way of showing things. */
import { labs } from '../../www/labs/labs.js';
import { mostOf, set } from '../../www/state/settings.js';
import { engine } from './engine.js';
import { openings, schema } from './fixtures.js';

/** @typedef {import('../../www/types.d.ts').State} State */
/** @typedef {import('../../www/types.d.ts').Model} Model */
/** @typedef {import('../../www/types.d.ts').Setting} Setting */
/** @typedef {import('../../www/types.d.ts').Timeline} Timeline */
/** @typedef {import('../../www/types.d.ts').LabDeclaration} Lab */

/** Choices that stand for matrices: they come with them, and not alone. */
const WITH_MATRICES = 'edited';
/** What must be encoded in an address, or has a meaning in one. */
const SIGNS = [
  'a',
  ' ',
  '&',
  '=',
  '%',
  '#',
  '+',
  '👩‍👩‍👧',
  'ש',
  '<',
  '\n',
  '\u0000',
  'é',
  ',',
  '~',
  '_',
];

/** @returns {string[]} the operations of all cells, both ways, and of attention by hand */
function operations() {
  const lab = new engine.Lab();
  const config = engine.defaults();
  const cells = schema.find(({ key }) => key === 'cell')?.choices ?? [];
  /** @type {Timeline[]} */
  const timelines = cells.map(({ value: cell }) => {
    lab.configure({ ...config, cell });
    return lab.timeline();
  });
  const attn = { ...config.attn, model: 'hand' };
  const { translation } = lab.configure({ ...config, attn, translating: true });
  timelines.push(translation.answered.timeline);
  return timelines.flatMap(({ forward, backward }) =>
    [...forward, ...backward].map(({ id }) => id),
  );
}
const OPERATIONS = [...operations(), 'l0:h', 'l0_reverse:daf', 'output:lo'];

/** @param {() => number} random */
export function anyOf(random) {
  /** @param {number} from @param {number} to */
  const whole = (from, to) => from + Math.floor(random() * (to - from + 1));
  /** @template T @param {readonly T[]} among @returns {T} */
  const pick = (among) => /** @type {T} */ (among[whole(0, among.length - 1)]);
  const number = () => (random() - 0.5) * 10 ** whole(-20, 20);
  /** @template T @param {number} most @param {() => T} each */
  const some = (most, each) => Array.from({ length: whole(1, most) }, each);
  const text = () => some(30, () => pick(SIGNS)).join('');

  /** A value a control can be brought to. @param {Setting} setting @returns {unknown} */
  function value(setting) {
    const { kind, choices = [], min = 0, max = 1, empty, default: usual } = setting;
    if (kind === 'switch') return random() < 0.5;
    if (kind === 'choice') {
      return pick(choices.map((each) => each.value).filter((each) => each !== WITH_MATRICES));
    }
    if (kind === 'text') return random() < 0.3 ? '' : text();
    if (kind === 'vector') {
      const inside = setting.max === undefined ? number : () => whole(min, max);
      return random() < 0.3 ? null : some(9, inside);
    }
    if ((empty !== undefined || usual === null) && random() < 0.3) return null;
    if (kind === 'integer') return whole(min, max);
    return min + random() * ((random() < 0.5 ? max : mostOf(setting)) - min);
  }

  /** @param {Model['seq']} usual @returns {Model['seq']} */
  function sequence(usual) {
    const kind = pick(['usual', 'numbers', 'text', 'made']);
    if (kind === 'text') return { kind, text: text() };
    if (kind === 'made') return { kind, steps: whole(1, 500) };
    if (kind === 'usual') return usual;
    const columns = whole(1, 4);
    return { kind: 'numbers', rows: some(20, () => Array.from({ length: columns }, number)) };
  }

  /** @returns {number[][]} */
  const matrix = () => [some(3, number)];

  /** What the model has beside its settings. @param {Model} model @returns {Model} */
  function carried(model) {
    const own = random() < 0.3;
    const studied = random() < 0.3;
    const names = ['p.bias_ih_l0.r1.c1', 'p.head.weight.r1.c64', 'p.weight_hh_l0.r256.c2'];
    const edits = names.filter(() => random() < 0.5).map((name) => [name, number()]);
    const holds = ['f', 'i', 'o', 'z', 'r'].filter(() => random() < 0.3);
    const steps = () => [whole(1, 250), whole(250, 500)];
    return {
      ...model,
      ...(own && {
        weights: WITH_MATRICES,
        edited: { weight_ih_l0: matrix(), 'head.bias': matrix() },
      }),
      seq: random() < 0.2 ? model.seq : sequence(model.seq),
      edits: random() < 0.3 ? model.edits : Object.fromEntries(edits),
      holds: holds.map((gate) => {
        const [from = 1, to = 1] = steps();
        return { gate, value: number(), from, to };
      }),
      loss: { ...model.loss, kind: pick(['none', 'squared_error', 'cross_entropy']) },
      grad: studied ? { ...model.grad, base: WITH_MATRICES, edited: matrix() } : model.grad,
      attn: {
        ...model.attn,
        text: random() < 0.3 ? model.attn.text : pick(['', text()]),
        beside: pick([null, '', text()]),
        forced:
          random() < 0.5
            ? []
            : some(4, () => ({ at: whole(1, 60), symbol: pick([...'a 7,./-$Z']) })),
        rows: random() < 0.5 ? [] : [{ at: whole(1, 60), weights: [random(), random(), 0] }],
      },
    };
  }

  /** @param {Lab} lab @returns {Omit<State, 'lab' | 'model'>} */
  const look = ({ lower, views }) => ({
    panel: pick(lower ?? ['numbers']),
    pair: random() < 0.5,
    position: {
      t: whole(1, 500),
      op: pick(OPERATIONS),
      dir: pick(['f', 'b']),
    },
    unit: whole(1, 64),
    level: pick(['symbols', 'vectors', 'numbers']),
    notation: pick(['lesson', 'pytorch']),
    table: random() < 0.5,
    alone: pick([null, ...views.map(({ name }) => name)]),
    folded: random() < 0.5,
    sight: { zoom: 1 + random() * 399, x: random(), y: random() },
    k: whole(1, 500),
  });

  return {
    value,
    /**
     * @param {number} [share] of the settings that are touched
     * @returns {State}
     */
    state(share = random()) {
      const lab = pick(labs);
      const opening = /** @type {State} */ (openings[lab.id]);
      let { model } = opening;
      for (const setting of schema) {
        const touched = random() < share && !setting.key.startsWith('seq.');
        if (touched) model = set(model, setting.key, value(setting));
      }
      return { ...opening, model: carried(model), ...look(lab) };
    },
  };
}
