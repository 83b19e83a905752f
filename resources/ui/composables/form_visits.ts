/** How many requests of KForm are under way: their errors are shown by the form itself. */
let underWay = 0

/** Marks a request of a form; call the answer when it has finished. */
export function beginFormVisit(): () => void {
  underWay++
  let ended = false
  return () => {
    if (!ended) underWay--
    ended = true
  }
}

/** Whether a form will show the errors of the present answer. Others are told by a toast. */
export function isFormVisit(): boolean {
  return underWay > 0
}
