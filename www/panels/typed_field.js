/**
 * Shows a value in a field that is read when its typing is done.
 *
 * Invariant: what is being typed is never written over by an answer that comes meanwhile.
 */

/**
 * @param {HTMLInputElement} field to be given before its own `change` is listened to
 * @returns {(value: string | number) => void} shows a value, unless another one is being typed
 */
export function createShown(field) {
  let typing = false;
  field.addEventListener('input', () => {
    typing = true;
  });
  const end = () => {
    typing = false;
  };
  for (const done of ['change', 'blur']) field.addEventListener(done, end);
  // An arrow steps the number from what stood; its result is shown.
  field.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowUp' || key === 'ArrowDown') end();
  });
  return (value) => {
    if (!typing && field.value !== String(value)) field.value = String(value);
  };
}
