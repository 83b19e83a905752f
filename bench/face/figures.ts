/** One measured figure against its budget; what has no budget is told for the eye. */
export interface Figure {
  name: string
  value: number
  unit: 'kB' | 'ms'
  budget: number
  /** Whether the figure depends on the machine: then a smoke run tells it and fails nothing. */
  timed: boolean
}

/** The value in the middle; of an even number the higher one. */
export const median = (values: number[]): number => quantile(values, 0.5)

/** The value that so great a share of all is not above, by nearest rank. */
export function quantile(values: number[], share: number): number {
  if (values.length === 0) throw new RangeError('A quantile needs at least one value')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** Prints the figures as a table. @returns those over their budget */
export function report(figures: Figure[]): Figure[] {
  const width = Math.max(...figures.map(({ name }) => name.length))
  for (const { name, value, unit, budget } of figures) {
    const over = value > budget ? '  OVER BUDGET' : ''
    console.log(
      `${name.padEnd(width)}  ${value.toFixed(1).padStart(8)} ${unit}  of ${budget} ${unit}${over}`
    )
  }
  return figures.filter(({ value, budget }) => value > budget)
}
