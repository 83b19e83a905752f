import { defineModule } from '@karkhana/kernel/module'
import cars from './cars.ts'

/** Cars that the workshop lends: all of it follows from cars.ts. */
export default defineModule({
  id: 'courtesy',
  name: 'Courtesy cars',
  description: 'Cars that customers drive while theirs is in the workshop.',
  version: '0.1.0',
  kernel: '^0.1.0',
  kind: 'app',
  onBootFailure: 'quarantine',
  initialState: 'available',
  requires: { contacts: '^0.1.0' },
  resources: [cars],
  lang: ['en', 'hi'],
})
