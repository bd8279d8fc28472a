/** Long work: messages to the desk, pieces to the page, and the same pieces without a worker. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { createJobQueue } from '../../www/engine/job_queue.js';
import { createViewJobs, createWorkerClient } from '../../www/engine/jobs.js';

/** Counts to `of`; at 13 it cannot go on. @type {(job: {found: number, of: number}) => Iterator<import('../../www/engine/job_queue.js').Next>} */
function* count({ found, of }) {
  for (let n = found + 1; n <= of; n += 1) {
    if (n === 13) throw new Error('thirteen');
    yield { piece: { n }, found: n, of };
  }
}

/**
 * A desk, what it said, and a turn at a time.
 * @param {Record<string, (job: any) => Iterator<import('../../www/engine/job_queue.js').Next>>} kinds
 */
function deskOf(kinds = { count }) {
  /** @type {any[]} */
  const said = [];
  /** @type {(() => void)[]} */
  const acts = [];
  const desk = createJobQueue({
    kinds,
    post: (message) => said.push(message),
    later: (act) => acts.push(act),
  });
  const turn = (times = 1) => {
    for (let n = 0; n < times; n += 1) acts.shift()?.();
  };
  return { desk, said, turn, acts };
}

/** @param {any[]} said */
const pieces = (said) => said.filter(({ say }) => say === 'piece').map(({ next }) => next.found);

test('a job gives its pieces one by one, and then is done', () => {
  const { desk, said, turn, acts } = deskOf();
  desk.take({ ask: 'start', id: 1, kind: 'count', found: 1, of: 3 });
  assert.deepEqual(said, [], 'nothing before its turn');
  turn(5);
  assert.deepEqual(pieces(said), [2, 3]);
  assert.deepEqual(said.at(-1), { say: 'done', id: 1 });
  assert.equal(acts.length, 0, 'an idle desk waits for nothing');
});

test('between two pieces it is paused, goes on, is stopped or replaced', () => {
  const { desk, said, turn } = deskOf();
  desk.take({ ask: 'start', id: 1, kind: 'count', found: 0, of: 9 });
  turn(2);
  desk.take({ ask: 'pause', id: 1 });
  turn(5);
  assert.deepEqual(pieces(said), [1, 2]);
  desk.take({ ask: 'goOn', id: 1 });
  desk.take({ ask: 'goOn', id: 1 });
  turn();
  assert.deepEqual(pieces(said), [1, 2, 3], 'goes on once, however often it is asked');
  desk.take({ ask: 'stop', id: 7 });
  turn();
  assert.deepEqual(pieces(said), [1, 2, 3, 4], 'the stop of another job is not its own');
  desk.take({ ask: 'start', id: 2, kind: 'count', found: 5, of: 6 });
  turn(5);
  assert.deepEqual(pieces(said), [1, 2, 3, 4, 6]);
  desk.take({ ask: 'start', id: 3, kind: 'count', found: 0, of: 6 });
  desk.take({ ask: 'stop', id: 3 });
  turn(5);
  assert.deepEqual(said.at(-1), { say: 'done', id: 2 });
});

test('what cannot be done is said, and the desk is free for the next job', () => {
  const { desk, said, turn } = deskOf();
  desk.take({ ask: 'start', id: 1, kind: 'count', found: 11, of: 20 });
  turn(3);
  assert.deepEqual(said.at(-1), { say: 'error', id: 1, message: 'thirteen' });
  desk.take({ ask: 'start', id: 2, kind: 'knitting' });
  assert.deepEqual(said.at(-1), { say: 'error', id: 2, message: 'no work called knitting' });
  desk.take({ ask: 'start', id: 3, kind: 'count', found: 0, of: 1 });
  turn(2);
  assert.deepEqual(said.at(-1), { say: 'done', id: 3 });
});

/** An engine that finds numbers, each ten times as large. */
function engineOf() {
  /** @type {number[]} */
  const held = [];
  const of = 4;
  const lab = {
    ownFound: () => ({ found: held.length, of }),
    translationFound: () => ({ found: held.length, of }),
    /** @param {{n: number}} piece */
    translationTake: (piece) => lab.ownTake('', piece),
    /** @param {string} _ @param {number} after */
    ownPiece: (_, after) => ({ piece: { n: 10 * after }, found: after + 1, of }),
    /** @param {string} _ @param {{n: number}} piece */
    ownTake(_, { n }) {
      if (n === 10 * held.length) held.push(n);
      return { found: held.length, of };
    },
  };
  return { lab, held };
}

/**
 * A page with such an engine; `worker` makes its worker.
 * @param {(() => any) | undefined} worker
 * @param {any} [translation] what the page has translated
 */
function pageOf(worker, translation = null) {
  const { lab, held } = engineOf();
  /** @type {any[]} */
  const shown = [];
  let wanted = 0;
  const gradually = createViewJobs({
    ask: (question) => question(/** @type {any} */ (lab)),
    worker: createWorkerClient({ worker }),
    given: () => /** @type {any} */ ({}),
    summary: () => /** @type {any} */ ({ translation }),
    moving: () => false,
    found: () => {
      wanted += 1;
    },
    show: (view, progress) => shown.push(progress && `${view} ${progress.found} ${progress.how}`),
  });
  /** @type {any} */
  const state = { lab: 'gradients', panel: 'starts', model: {} };
  return { gradually, held, shown, state, wanted: () => wanted };
}

/** A worker at whose desk the other engine sits. */
function otherEngine() {
  const { lab } = engineOf();
  /** @type {((event: any) => void)[]} */
  const hears = [];
  const { desk, said, turn } = deskOf({
    *view({ found, of }) {
      for (let n = found; n < of; n += 1) yield lab.ownPiece('', n);
    },
    *lengths({ found, of }) {
      for (let n = found; n < of; n += 1) yield lab.ownPiece('', n);
    },
  });
  const worker = {
    /** @param {any} asked */
    postMessage: (asked) => asked.ask !== 'begin' && desk.take(asked),
    /** @param {string} name @param {any} act */
    addEventListener: (name, act) => name === 'message' && hears.push(act),
  };
  /** Turns at the desk; what is said there is heard when the answer is called. */
  const late = (/** @type {number} */ times) => {
    turn(times);
    const all = said.splice(0);
    return () => {
      for (const data of all) for (const hear of hears) hear({ data });
    };
  };
  const step = (times = 1) => late(times)();
  return { worker, step, late };
}

test('the pieces of a worker and those of the page are the same', () => {
  const { worker, step } = otherEngine();
  const with_ = pageOf(() => worker);
  with_.gradually.next(with_.state);
  step(9);
  const without = pageOf(() => {
    throw new Error('no workers here');
  });
  for (let frame = 0; frame < 9; frame += 1) without.gradually.next(without.state);
  assert.deepEqual(with_.held, [0, 10, 20, 30]);
  assert.deepEqual(without.held, with_.held);
  assert.equal(with_.shown.at(-1), 'starts 4 whole');
  const before = without.wanted();
  without.gradually.next(without.state);
  assert.equal(without.wanted(), before, 'what is whole asks for no frame');
});

test('work is paused, goes on, is stopped and taken up again where it stood', () => {
  const { worker, step } = otherEngine();
  const { gradually, held, shown, state } = pageOf(() => worker);
  gradually.next(state);
  step();
  gradually.pause();
  step(5);
  assert.deepEqual([held.length, shown.at(-1)], [1, 'starts 1 paused']);
  gradually.goOn();
  step();
  gradually.stop();
  step(5);
  gradually.next(state);
  assert.deepEqual([held.length, shown.at(-1)], [2, 'starts 2 stopped']);
  gradually.goOn();
  gradually.next(state);
  step(9);
  assert.deepEqual([held.length, shown.at(-1)], [4, 'starts 4 whole']);
});

test('a piece that was on its way when work was paused is taken when it goes on', () => {
  const { worker, step, late } = otherEngine();
  const { gradually, held, shown, state } = pageOf(() => worker);
  gradually.next(state);
  step();
  const arrive = late(3);
  gradually.pause();
  arrive();
  assert.deepEqual([held.length, shown.at(-1)], [1, 'starts 1 paused']);
  gradually.goOn();
  assert.deepEqual([held.length, shown.at(-1)], [4, 'starts 4 whole']);
});

test('another model ends the work; nothing of the old one is taken', () => {
  const { worker, step } = otherEngine();
  const { gradually, held, shown, state } = pageOf(() => worker);
  gradually.next(state);
  step();
  gradually.next({ ...state, panel: 'matrix' });
  step(5);
  assert.deepEqual([held.length, shown.at(-1)], [1, null]);
  gradually.next({ ...state, model: {} });
  step(9);
  assert.equal(held.length, 4, 'the pieces there are were not found again');
});

test('a worker that breaks leaves the rest to the page', () => {
  /** @type {any} */
  let lost = null;
  const { gradually, held, state } = pageOf(() => ({
    postMessage() {},
    addEventListener(/** @type {string} */ name, /** @type {any} */ act) {
      if (name === 'error') lost = act;
    },
  }));
  gradually.next(state);
  assert.deepEqual(held, []);
  lost();
  for (let frame = 0; frame < 5; frame += 1) gradually.next(state);
  assert.deepEqual(held, [0, 10, 20, 30]);
});

test('what is measured on request begins when it is asked for, and outlives another text', () => {
  const { worker, step } = otherEngine();
  const { gradually, held, shown, state } = pageOf(() => worker, { answered: { other: 'cba' } });
  const attn = { task: 'reverse', score: 'additive', temperature: 1 };
  const reads = (/** @type {string} */ text) => ({
    ...state,
    lab: 'attention',
    panel: 'lengths',
    model: { attn: { ...attn, text } },
  });
  gradually.next(reads('abc'));
  step(5);
  assert.deepEqual([held.length, shown.at(-1)], [0, 'lengths 0 offered']);
  gradually.goOn();
  step();
  gradually.next(reads('abcd'));
  step(9);
  assert.deepEqual([held.length, shown.at(-1)], [4, 'lengths 4 whole']);
  gradually.next({ ...reads('abc'), panel: 'look' });
  assert.equal(shown.at(-1), null);
});
