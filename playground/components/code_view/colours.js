// Syntax colours for Python: comments, text, numbers and keywords.

const WORDS =
  /(?<text>"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?<comment>#.*)|\b(?<keyword>and|as|class|def|elif|else|except|False|for|from|if|import|in|is|lambda|None|not|or|return|super|True|try|while)\b|(?<number>\b\d[\w.]*)/g;

/** The lines of a program; each is a list of pieces {kind, text}, of kind "" for plain text. */
export function lines(code) {
  const found = [[]];
  const add = (kind, text) => {
    text.split("\n").forEach((part, number) => {
      if (number) found.push([]);
      if (part) found.at(-1).push({ kind, text: part });
    });
  };
  let end = 0;
  for (const match of code.matchAll(WORDS)) {
    add("", code.slice(end, match.index));
    add(Object.keys(match.groups).find((name) => match.groups[name] !== undefined), match[0]);
    end = match.index + match[0].length;
  }
  add("", code.slice(end));
  return found;
}
