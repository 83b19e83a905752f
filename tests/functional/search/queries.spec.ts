import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ModuleRegistry } from '@karkhana/kernel'
import { makeWorkshop, settleSearch, type Workshop } from '@karkhana/kernel/testing'
import { search } from '../../../app/search/search.ts'
import { makeShopOfNames } from './shop_of_names.ts'

/** What people type, and what they mean: the first hit of all. */
const MEANT: Record<string, string | null> = {
  // Plates: in any spacing, by their parts, by their last four digits, also of the BH series
  'MH12AB1234': 'MH 12 AB 1234',
  'mh 12 ab 1234': 'MH 12 AB 1234',
  'MH-12-AB-1243': 'MH 12 AB 1243',
  'mh12 ab1243': 'MH 12 AB 1243',
  'AB 1234': 'MH 12 AB 1234',
  'ab1243': 'MH 12 AB 1243',
  '12ab1243': 'MH 12 AB 1243',
  '1243': 'MH 12 AB 1243',
  'mh12 1243': 'MH 12 AB 1243',
  'mh14': 'MH 14 KJ 0042',
  'KA 05': 'KA 05 MN 9876',
  'ka05mn': 'KA 05 MN 9876',
  '22 bh 1234 aa': '22 BH 1234 AA',
  'MH १२ AB १२४३': 'MH 12 AB 1243',
  'MA3EUA61S00123456': 'MA3EUA61S00123456',
  'ma3eua61': 'MA3EUA61S00123456',
  '123456': 'MA3EUA61S00123456',

  // Phones: however they are written
  '9822012345': 'Raj Kumar',
  '98220 12345': 'Raj Kumar',
  '+91 98220 12345': 'Raj Kumar',
  '+91-98220-12345': 'Raj Kumar',
  '919822012345': 'Raj Kumar',
  '098220 12345': 'Raj Kumar',
  '0091 9822012345': 'Raj Kumar',
  '(98220) 12345': 'Raj Kumar',
  '९८२२० १२३४५': 'Raj Kumar',
  '98220': 'Raj Kumar',
  '2012345': 'Raj Kumar',
  '7890': 'Rajesh Deshmukh',
  '020 2567 8901': 'Laxmi Iyer',
  'raj +91 98220 12345': 'Raj Kumar',
  'souza 88888': "John D'Souza",

  // Names: by their beginnings in any order, across blanks, by their sound, in both scripts
  'raj': 'Raj Kumar',
  'rajkumar': 'Raj Kumar',
  'rajkum': 'Raj Kumar',
  'kumar raj': 'Raj Kumar',
  'ram kumar': 'Ramkumar Pillai',
  'deshmukh': 'Rajesh Deshmukh',
  'desh raj': 'Rajesh Deshmukh',
  'sunil': 'Sunil Sharma',
  'suneel sharma': 'Sunil Sharma',
  'सुनील': 'सुनील कुलकर्णी',
  'सुनिल शर्मा': 'Sunil Sharma',
  'sunil kulkarni': 'सुनील कुलकर्णी',
  'nashik': 'सुनील कुलकर्णी',
  'लक्ष्मी': 'Laxmi Iyer',
  'lakshmi': 'Laxmi Iyer',
  'चंद्रकांत': 'Chandrakant Gaikwad',
  'amarjit': 'Amarjeet Singh',
  'सिंह': 'Amarjeet Singh',
  'sheikh': 'Mohammed Shaikh',
  'dsouza': "John D'Souza",
  'd souza': "John D'Souza",
  "D'SOUZA": "John D'Souza",
  'ganesh travels': 'Chandrakant Gaikwad',
  'rajesh@deshmukh-logistics.in': 'Rajesh Deshmukh',
  '27AAPFU0939F1ZV': 'Sunil Sharma',
  'aapfu0939f': 'Sunil Sharma',

  // Slips, and what stands in the middle of a word
  'kulkrani': 'सुनील कुलकर्णी',
  'deshmkuh': 'Rajesh Deshmukh',
  'gaikwaad': 'Chandrakant Gaikwad',
  'hundai': 'MH 12 AB 1234',
  'volkswagon': 'KA 05 MN 9876',
  'petrol depot': 'Amarjeet Singh',
  'logistic': 'Rajesh Deshmukh',
  'mukh': 'Rajesh Deshmukh',

  // Vehicles by what they are called
  'creta': 'MH 12 AB 1234',
  'xuv 700': 'MH 12 AB 1243',
  'xuv700': 'MH 12 AB 1243',
  'wagonr': 'MH 14 KJ 0042',
  'wagon r': 'MH 14 KJ 0042',
  'मारुति': 'MH 14 KJ 0042',
  'toyota iyer': '22 BH 1234 AA',

  // Numbers of papers, with or without what stands before them and their zeros
  'PUN-T26-00042': 'PUN-T26-00042',
  'T26-42': 'PUN-T26-00042',
  'pun t26 42': 'PUN-T26-00042',
  'PUN/26/00042': 'PUN/26/00042',
  'pun/26/42': 'PUN/26/00042',
  'pun2600421': 'PUN/26/00421',
  'inv: 42': 'PUN/26/00042',
  'inv: 421': 'PUN/26/00421',
  'J26-7': 'PUN-J26-00007',
  'job: 00070': 'PUN-J26-00070',
  'squeal': 'PUN-T26-00042',
  'brakes rain': 'PUN-T26-00042',
  'गाड़ी स्टार्ट': 'PUN-T26-00420',

  // Parts
  'brk-0042': 'Brake pad set, front',
  'brk 42': 'Brake pad set, front',
  'brake pad': 'Brake pad set, front',
  'con48v': 'Main contactor 48 V',
  '5w30': 'Engine oil 5W-30, 1 litre',
  'oil 5w-30': 'Engine oil 5W-30, 1 litre',

  // Nothing
  'qwertz': null,
  'MH 99 XX 9999': null,
}

test.group('What people type into the search', (group) => {
  let mine: Workshop
  let other: Workshop
  let registry: ModuleRegistry

  group.setup(async () => {
    registry = await app.container.make(ModuleRegistry)
    mine = await makeWorkshop()
    other = await makeWorkshop()
    await makeShopOfNames(mine)
    await settleSearch(mine)
  })

  test('finds first what they mean, and nothing of it for others', async ({ assert }) => {
    const scope = await mine.scope()
    const stranger = await other.scope()
    const first: Record<string, string | null> = {}
    for (const text of Object.keys(MEANT)) {
      const { groups } = await search(scope, registry, text)
      first[text] = groups[0]?.hits[0]?.title ?? null
      assert.deepEqual((await search(stranger, registry, text)).groups, [], text)
    }
    assert.deepEqual(first, MEANT)
  })
})
