import { importKind, type Finding } from './import-kind.ts'

/**
 * Trackers to clone to users. What the panel would refuse is refused here: a clone of a clone, of a deleted tracker,
 * for its own owner, or for a user who has one. (panel-tracker.md, clone and batch_clone)
 */
export const clonesImport = importKind({
  name: 'clones',
  operation: 'tracker.clone',
  fields: {
    tracker: {
      type: 'tracker',
      required: true,
      example: '1100077',
      constant: false,
      headings: [
        'tracker id',
        'tracker',
        'id',
        'object id',
        'device',
        'tracker number',
        'id трекера',
        'трекер',
        'ид трекера',
        'id объекта',
        'объект',
        'id rastreador',
        'rastreador',
        'id del rastreador',
        'id traceur',
        'traceur',
      ],
    },
    user: {
      type: 'user',
      required: true,
      example: 'anna@example.com',
      constant: true,
      headings: [
        'user id',
        'user',
        'user login',
        'login',
        'owner',
        'new owner',
        'target user',
        'target user id',
        'email',
        'e mail',
        'account',
        'пользователь',
        'id пользователя',
        'логин',
        'владелец',
        'usuario',
        'id usuario',
        'utilisateur',
        'correo',
      ],
      naming: {
        id: ['user id', 'target user id', 'id пользователя', 'id usuario'],
        name: ['user login', 'login', 'email', 'e mail', 'логин', 'correo'],
      },
      // In a list of the panel's own, and in what our own sheet hands out, this is the owner of today, to whom nothing
      // can be cloned. Who writes “new owner” next to it means another.
      elsewhere: {
        headings: ['user id', 'id пользователя', 'id usuario', 'owner', 'owner id', 'владелец'],
        alongside: [
          'imei',
          'phone',
          'group id',
          'group name',
          'connection status',
          'last connection',
          'model',
          'tariff id',
          'device id',
          'plan',
          'plan until',
          'connection',
          'source id',
          'model code',
          'dealer id',
        ],
      },
    },
    label: {
      type: 'label',
      required: false,
      example: 'Truck 014',
      constant: false,
      headings: [
        'label',
        'new label',
        'name',
        'clone label',
        'clone name',
        'tracker label',
        'title',
        'название',
        'имя',
        'метка',
        'новое название',
        'etiqueta',
        'nombre',
        'nom',
        'étiquette',
      ],
    },
  },
  options: { skipExisting: false },
  duplicates: [{ field: 'tracker', key: ({ tracker, user }) => `${tracker.panelId}:${user.id}` }],
  staged: { field: 'tracker', code: 'clone-staged', lane: ({ tracker, user }) => `clone:${tracker}:${user}` },
  subject: ({ tracker: { panelId, tracker } }) => tracker?.label ?? String(panelId),
  judge({ tracker: { panelId, tracker }, user }, facts, { skipExisting }) {
    const refuse = (field: string, code: Finding['problem']['code']): Finding[] => [
      {
        field,
        problem: { code, values: { id: panelId, label: tracker?.label ?? '', user: user.login } },
        verdict: 'refused',
      },
    ]
    if (!tracker) {
      return [{ field: 'tracker', problem: { code: 'tracker-unknown', values: { id: panelId } }, verdict: 'doubt' }]
    }
    if (tracker.clone) return refuse('tracker', 'tracker-is-clone')
    if (tracker.corrupted) return refuse('tracker', 'tracker-corrupted')
    if (tracker.userId === user.id) return refuse('user', 'user-is-owner')
    if (!facts.owns(tracker.sourceId, user.id)) return []
    // A person who asked to pass over clones that exist is told of them, and can still try: the last pull may be old.
    return refuse('tracker', 'clone-exists').map((finding) =>
      skipExisting ? { ...finding, verdict: 'doubt' as const } : finding,
    )
  },
  params: ({ tracker: { panelId, tracker }, user, label }, { skipExisting }) => ({
    tracker: tracker?.id ?? panelId,
    user: user.id,
    ...(label === undefined ? {} : { label }),
    skipExisting,
  }),
})
