import type { Component } from 'vue'
import type { FormName } from '../../../../../shared/actions/action.ts'
import CheckForm from './CheckForm.vue'
import ChoiceForm from './ChoiceForm.vue'
import CommandForm from './CommandForm.vue'
import ConfirmationForm from './ConfirmationForm.vue'
import ListForm from './ListForm.vue'
import PasswordForm from './PasswordForm.vue'
import ReferenceForm from './ReferenceForm.vue'
import TextForm from './TextForm.vue'
import TrackersForm from './TrackersForm.vue'
import UsersForm from './UsersForm.vue'

/**
 * The component that asks for a value, by the name of its form. Each is given what is asked, the value as its model,
 * and the words for it; what is wrong with the value stands at it.
 */
export const forms: Readonly<Record<FormName, Component>> = {
  check: CheckForm,
  choice: ChoiceForm,
  command: CommandForm,
  confirmation: ConfirmationForm,
  list: ListForm,
  text: TextForm,
  password: PasswordForm,
  trackers: TrackersForm,
  users: UsersForm,
  plan: ReferenceForm,
  user: ReferenceForm,
  equipment: ReferenceForm,
}
