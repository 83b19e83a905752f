import { readdir, readFile } from 'node:fs/promises'

/**
 * Memory that a process and those it started hold for themselves, in bytes; `null` where the system does not tell. What
 * they share with each other, such as the program itself, is not counted.
 */
export async function memoryOfTree(root: number): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const children = new Map<number, number[]>()
  const own = new Map<number, number>()
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  await Promise.all(
    names.map(async (name) => {
      const status = await readFile(`/proc/${name}/status`, 'utf8').catch(endedMeanwhile)
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? -1)
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
      own.set(Number(name), Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024)
    })
  )
  const sum = (pid: number): number =>
    (children.get(pid) ?? []).reduce((total, child) => total + sum(child), own.get(pid) ?? 0)
  return sum(root)
}

const endedMeanwhile = () => ''
