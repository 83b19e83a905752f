import { test } from '@japa/runner'
import { curlOf, scriptOf, type ShownRequest } from '../../../resources/openapi/examples.ts'

const request = (changes: Partial<ShownRequest>): ShownRequest => ({
  method: 'post',
  url: 'https://example.com/api/v1/x',
  body: null,
  file: null,
  answersFile: false,
  ...changes,
})

test.group('Examples of the API reference', () => {
  test('send JSON with a key, and quote what a shell would end at', ({ assert }) => {
    const command = curlOf(request({ body: `{ "name": "D'Souza" }` }))
    assert.include(command, `-d '{ "name": "D'\\''Souza" }'`)
    assert.include(command, 'Idempotency-Key')
    assert.notInclude(curlOf(request({ method: 'get' })), 'Idempotency-Key')
  })

  test('send a file as it is, with its media type', ({ assert }) => {
    const upload = request({ file: 'text/csv' })
    assert.include(curlOf(upload), `-H 'content-type: text/csv' \\\n  --data-binary @file`)
    assert.include(scriptOf(upload), `'content-type': 'text/csv'`)
    assert.include(scriptOf(upload), 'body: file,')
  })

  test('keep an answer that is a file', ({ assert }) => {
    const download = request({ method: 'get', answersFile: true })
    assert.include(curlOf(download), 'curl -OJ "https://example.com/api/v1/x"')
    assert.match(scriptOf(download), /const file = await response\.blob\(\)$/)
    assert.match(scriptOf(request({ method: 'get' })), /await response\.json\(\)$/)
  })
})
