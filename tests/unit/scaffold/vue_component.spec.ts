import { test } from '@japa/runner'
import path from 'node:path'
import ts from 'typescript'
import { componentText, vueTypeText } from '../../../app/api_report/vue_component.ts'
import { temporaryFolder } from '../ground/temporary_folder.ts'

const COMPONENT = `<script lang="ts">
/** One row. */
export interface Row { id: string }
</script>

<script setup lang="ts" generic="Item extends Row">
/** Draws rows. */
const props = withDefaults(
  defineProps<{
    /** What they are. */
    label: string
    rows: Item[]
  }>(),
  {}
)
const emit = defineEmits<{ choose: [id: string] }>()
const open = defineModel<boolean>('open')
</script>

<template>
  <slot name="head" />
  <slot v-for="row in rows" :name="row.id" />
  <slot />
</template>
`

test.group('API of components', () => {
  test('props, events, models and slots are read, without comments', (context) => {
    const file = path.join(temporaryFolder(context, { 'KRows.vue': COMPONENT }), 'KRows.vue')
    const { text, documented } = componentText(ts, file, 'KRows')
    context.assert.isTrue(documented)
    context.assert.deepEqual(
      text.split('\n').map((line) => line.trim()),
      [
        'export component KRows<Item extends Row>',
        'defineEmits<{',
        'choose: [',
        'id: string',
        '];',
        '}>()',
        "defineModel<boolean>('open')",
        'defineProps<{',
        'label: string;',
        'rows: Item[];',
        '}>()',
        'slots: default, head, row.id',
      ]
    )
    const row = vueTypeText(ts, file, 'Row')
    context.assert.include(row.text, 'id: string')
    context.assert.isTrue(row.documented)
  })
})
