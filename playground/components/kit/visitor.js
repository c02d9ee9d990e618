// Who is at a browser that keeps no cookie: a number that the page gives it, and that goes with every question.

let number = null;

/** The number, null where the browser's cookie says who it is. */
export const visitor = () => number;

/** The page's script says the number. */
export const setVisitor = (given) => {
  number = given ?? null;
};

/** The headers of a question. */
export const visitorHeaders = () => (number ? { "X-Visitor": number } : {});
