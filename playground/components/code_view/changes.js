// Which lines of a text differ from an older text.

/**
 * The numbers of new lines, and of the lines before which lines were removed without new ones instead.
 *
 * Lines of the longest common subsequence count as unchanged (Wagner and Fischer, 1974).
 */
export function changes(before, now) {
  const shared = Array.from({ length: before.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      shared[i][j] = before[i] === now[j] ? shared[i + 1][j + 1] + 1 : Math.max(shared[i + 1][j], shared[i][j + 1]);
  const fresh = [];
  const gone = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < now.length) {
    if (before[i] === now[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const at = fresh.length;
    let removed = false;
    while ((i < before.length || j < now.length) && before[i] !== now[j]) {
      if (j >= now.length || (i < before.length && shared[i + 1][j] >= shared[i][j + 1])) {
        removed ||= before[i].trim() !== "";
        i += 1;
      } else {
        if (now[j].trim()) fresh.push(j);
        j += 1;
      }
    }
    if (removed && fresh.length === at && j < now.length) gone.push(j);
  }
  return { fresh, gone };
}
