import { UsageError } from './errors.ts';

/** The value of an option that counts something. @throws UsageError where it is no whole number from 1 to `most` */
export function wholeNumber(option: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`${option} ${value}: a whole number from 1 to ${most} is wanted`);
}
