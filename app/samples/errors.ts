import { RuleError } from '../errors.ts'
import type { SampleRemovalPlan } from './declaration.ts'

/** There is a real record of the kind: samples would lie among them. */
export class RealRecordsError extends RuleError {
  constructor() {
    super('E_SAMPLES_REAL', 'There are records of your own here already.', {
      next: 'Work with them; samples are for an empty list.',
    })
  }
}

/** Real records have come to need samples. */
export class SamplesNeededError extends RuleError {
  constructor({ dependants }: SampleRemovalPlan) {
    super('E_SAMPLES_NEEDED', 'Records of your own need some of the sample data.', {
      next: 'Change or delete them first, or remove the rest and keep what they need.',
      meta: { dependants },
    })
  }
}

/** A sample is not put into papers and books that count. */
export class SampleRecordError extends RuleError {
  constructor() {
    super('E_SAMPLE', 'This is sample data.', {
      next: 'Create a record of your own for it; nothing that counts is made of samples.',
    })
  }
}
