import { nextTick, ref, toRaw, type Ref } from 'vue'
import { parseDecimal } from '../format/money.ts'
import { parseRows } from '../format/rows.ts'
import type { LineColumn } from '../types.ts'

/** Lines that one paste may bring; a longer list belongs into an import. */
const MOST = 500

/** What the line editor works on. */
export interface LinesOf<Line extends object> {
  lines: Ref<Line[]>
  columns: () => LineColumn<Line>[]
  blank: () => Line
  /** The element that holds the lines, each with `data-line`, its cells with `data-cell`. */
  root: Ref<HTMLElement | undefined>
  /** Told when lines changed their number or place, for people who do not see it. */
  announce: (key: 'added' | 'removed' | 'moved' | 'pasted', count: number) => void
}

/** Adding, removing, moving and pasting the lines of a document, and the way of the focus. */
export function useLines<Line extends object>({
  lines,
  columns,
  blank,
  root,
  announce,
}: LinesOf<Line>) {
  const keys = new WeakMap<object, number>()
  let nextKey = 0
  /** Line that is dragged. */
  const dragged = ref<number | null>(null)

  function keyOf(line: Line): number {
    const raw = toRaw(line)
    if (!keys.has(raw)) keys.set(raw, nextKey++)
    return keys.get(raw) ?? 0
  }

  /** Puts the focus into a cell of a line; into its first one when none is named. */
  function focus(index: number, cell?: string) {
    void nextTick(() => {
      const line = root.value?.querySelector(`[data-line="${index}"]`)
      const place = cell ? line?.querySelector(`[data-cell="${cell}"]`) : line
      const input = (place ?? line)?.querySelector<HTMLElement>('input, select')
      input?.focus()
      if (input instanceof HTMLInputElement) input.select()
    })
  }

  function add(after = lines.value.length - 1) {
    lines.value.splice(after + 1, 0, blank())
    announce('added', after + 2)
    focus(after + 1)
  }

  function remove(index: number, cell?: string) {
    lines.value.splice(index, 1)
    if (lines.value.length === 0) lines.value.push(blank())
    announce('removed', index + 1)
    focus(Math.max(index - 1, 0), cell)
  }

  function move(from: number, to: number, cell?: string) {
    if (to < 0 || to >= lines.value.length || from === to) return
    const [line] = lines.value.splice(from, 1)
    if (!line) return
    lines.value.splice(to, 0, line)
    announce('moved', to + 1)
    if (cell) focus(to, cell)
  }

  function isBlank(line: Line): boolean {
    const values = line as Record<string, unknown>
    const empty = blank() as Record<string, unknown>
    return columns().every(
      ({ key, kind }) => kind === 'money' || String(values[key] ?? '') === String(empty[key] ?? '')
    )
  }

  /** What a pasted text means in a column; null leaves the cell as it is. */
  function read(column: LineColumn<Line>, text: string): string | null {
    if (text === '') return null
    if (column.kind === 'select') {
      const wanted = text.toLowerCase()
      const option = column.options?.find(({ value, label }) =>
        [value, label].some((name) => name.toLowerCase() === wanted)
      )
      return option?.value ?? null
    }
    const numeric = ['quantity', 'price', 'percent'].includes(column.kind)
    return numeric ? (parseDecimal(text.replace(/\s*%$/, '')) ?? text) : text
  }

  /** Rows of a spreadsheet go in from the cell of the cursor on, to the right and down. */
  function paste(event: ClipboardEvent, index: number) {
    const rows = parseRows(event.clipboardData?.getData('text/plain') ?? '')
    const start = columns().findIndex(({ key }) => key === cellOf(event.target))
    if (!rows || start < 0) return
    event.preventDefault()
    const into = columns()
      .slice(start)
      .filter(({ kind }) => kind !== 'money')
    const taken = rows.slice(0, MOST)
    for (const [offset, row] of taken.entries()) {
      const line = lines.value[index + offset]
      if (!line || (offset > 0 && !isBlank(line))) lines.value.splice(index + offset, 0, blank())
      const values = lines.value[index + offset] as Record<string, unknown>
      for (const [place, column] of into.entries()) {
        const value = read(column, row[place] ?? '')
        if (value !== null) values[column.key] = value
      }
    }
    announce('pasted', taken.length)
    focus(index + taken.length - 1, into[0]?.key)
  }

  function press(event: KeyboardEvent, index: number, line: Line) {
    const { target, key } = event
    if (event.isComposing || event.ctrlKey || event.metaKey || event.defaultPrevented) return
    if (!(target instanceof HTMLElement) || !target.matches('input, select')) return
    const cell = cellOf(target)
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && event.altKey) {
      event.preventDefault()
      return move(index, index + step, cell)
    }
    if (step !== 0 && target instanceof HTMLInputElement) {
      event.preventDefault()
      return focus(index + step, cell)
    }
    if (key === 'Enter') {
      event.preventDefault()
      return add(index)
    }
    const emptied = target instanceof HTMLInputElement && target.value === ''
    if (key === 'Backspace' && emptied && lines.value.length > 1 && isBlank(line)) {
      event.preventDefault()
      remove(index)
    }
  }

  return { add, dragged, keyOf, move, paste, press, remove }
}

/** The column of a control inside the editor. */
function cellOf(target: EventTarget | null): string | undefined {
  return (target as HTMLElement | null)?.closest<HTMLElement>('[data-cell]')?.dataset.cell
}
