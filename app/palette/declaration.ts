/** An entry of the command palette besides those that follow from the menu. */
export interface CommandDeclaration {
  /** Prefixed by the module: `feedback.send_survey`. */
  id: string
  label: string
  /** Other words people may type. */
  keywords?: string[]
  icon: string
  permission: string
  /** Page it leads to. */
  href: string
}
