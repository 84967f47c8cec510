/** Reading and counting in arrays of integers whose indices are known to be good. */
export const at = (array: Int32Array, index: number): number => array[index] as number;

/** Adds and returns the new value. */
export const add = (array: Int32Array, index: number, by: number): number => (array[index] = at(array, index) + by);
