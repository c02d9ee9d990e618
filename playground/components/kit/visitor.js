// The visitor's number in a browser that keeps no cookies; the page's script sets it, and every request carries it.

let number = null;

/** The number; null if the browser's cookie tells who it is. */
export const visitor = () => number;

/** Sets the number, which the page's script gives. */
export const setVisitor = (given) => {
  number = given ?? null;
};

/** The headers of a request. */
export const visitorHeaders = () => (number ? { "X-Visitor": number } : {});
