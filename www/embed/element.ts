/**
 * The file that other sites' pages name: `first-descent.js`. It keeps its name, and what it loads does not, so that a
 * browser never mixes two releases. Refuses to do more than define the element.
 */
export { CourseElement as FirstDescent } from "./course_element";
