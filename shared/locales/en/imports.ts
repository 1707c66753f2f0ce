/** English texts: imports. `{n}` comes with its separators. */
export const imports = {
  title: 'Imports',

  /** By kind of import: a further one needs its texts here and nothing more. */
  kinds: {
    clones: {
      name: 'Clones',
      hint: 'Each row gives a user a clone of a tracker.',
      fields: {
        tracker: { name: 'Tracker', hint: 'The panel’s id of the tracker.' },
        user: { name: 'User', hint: 'Who gets the clone: a login or an id.' },
        label: { name: 'New label', hint: 'An empty cell keeps the tracker’s own label.' },
      },
      options: {
        skipExisting: {
          name: 'Pass over clones that exist',
          hint: 'Trackers of which the user has a clone are left out as doubtful instead of refused.',
        },
      },
      stage: 'Stage {n} clone | Stage {n} clones',
      staged: '{n} clone is staged. | {n} clones are staged.',
    },
    bundles: {
      name: 'Bundles',
      hint: 'Each row announces a device to the panel by its IMEI.',
      fields: {
        imei: { name: 'IMEI', hint: '15 digits.' },
        equipment: { name: 'Equipment', hint: 'The type of device: its id, model code or name.' },
        factoryPreset: { name: 'Factory preset', hint: 'Whether the devices were set up in the factory: yes or no.' },
      },
      options: {},
      stage: 'Stage {n} bundle | Stage {n} bundles',
      staged: '{n} bundle is staged. | {n} bundles are staged.',
    },
    sims: {
      name: 'SIM cards',
      hint: 'Each row puts a SIM card into a bundle, or takes it off.',
      fields: {
        bundle: { name: 'Bundle', hint: 'The IMEI of the device, or the panel’s id of the bundle.' },
        iccid: { name: 'ICCID', hint: 'The SIM card’s number. An empty cell takes the card off.' },
      },
      options: {},
      stage: 'Stage {n} SIM card | Stage {n} SIM cards',
      staged: '{n} SIM card is staged. | {n} SIM cards are staged.',
    },
    orders: {
      name: 'Orders',
      hint: 'Each row puts a bundle into an order, or takes it out.',
      fields: {
        bundle: { name: 'Bundle', hint: 'The IMEI of the device, or the panel’s id of the bundle.' },
        order: { name: 'Order ID', hint: 'The number of the order. An empty cell takes the bundle out of its order.' },
      },
      options: {},
      stage: 'Stage {n} assignment to an order | Stage {n} assignments to orders',
      staged: '{n} assignment to an order is staged. | {n} assignments to orders are staged.',
    },
    equipment: {
      name: 'Equipment',
      hint: 'Each row says which type of device a bundle is.',
      fields: {
        bundle: { name: 'Bundle', hint: 'The IMEI of the device, or the panel’s id of the bundle.' },
        equipment: { name: 'Equipment', hint: 'The type of device: its id, model code or name.' },
      },
      options: {},
      stage: 'Stage {n} change of equipment | Stage {n} changes of equipment',
      staged: '{n} change of equipment is staged. | {n} changes of equipment are staged.',
    },
    users: {
      name: 'Users',
      hint: 'Each row makes a user. The headings of the panel’s own file of users are known. Passwords go to the keychain of this computer, and are neither shown nor kept anywhere else.',
      fields: {
        login: { name: 'Email address', hint: 'The login. No two users have the same.' },
        password: { name: 'Password', hint: 'By the panel’s rule. It is shown as dots.' },
        lastName: { name: 'Last name', hint: 'At least one character.' },
        firstName: { name: 'First name', hint: 'At least one character.' },
        legalType: {
          name: 'Legal type',
          hint: '1 or individual, 2 or legal entity, 3 or sole trader; empty for an individual.',
        },
        activated: { name: 'Status', hint: 'Whether the user may sign in: yes or no; empty for yes.' },
        middleName: { name: 'Middle name', hint: '' },
        phone: { name: 'Phone', hint: 'Up to 15 digits, with the country code.' },
        comment: { name: 'Comment', hint: '' },
        country: { name: 'Country', hint: 'Sole traders and legal entities need the whole postal address.' },
        region: { name: 'Region', hint: '' },
        city: { name: 'City', hint: '' },
        street: { name: 'Street, address', hint: '' },
        postIndex: { name: 'Postal code', hint: '' },
        legalName: { name: 'Legal name', hint: 'Legal entities need one.' },
        tin: { name: 'Tax number', hint: '' },
        iec: { name: 'IEC', hint: '' },
        registeredCountry: { name: 'Registration country', hint: 'Without one, the postal address stands for it.' },
        registeredRegion: { name: 'Registration region', hint: '' },
        registeredCity: { name: 'Registration city', hint: '' },
        registeredStreet: { name: 'Registration address', hint: '' },
        registeredIndex: { name: 'Registration postal code', hint: '' },
        locale: { name: 'Language', hint: 'Such as en_US; empty as the panel gives new users.' },
        timeZone: { name: 'Time zone', hint: 'Such as Europe/Berlin; empty as the panel gives new users.' },
      },
      options: {},
      stage: 'Stage {n} user | Stage {n} users',
      staged: '{n} user is staged. | {n} users are staged.',
    },
    routes: {
      name: 'Routes',
      hint: 'Each row is a stop. Those of one user that name the same route become a new route with 2 to 500 stops, or come into the route of that name on that day. A row with the id or external ID of a stop changes that one.',
      fields: {
        stop: { name: 'ID', hint: 'The panel’s id of a stop that is to be changed. Without it, one is made.' },
        user: { name: 'User', hint: 'Whose route it is: a login or an id.' },
        route: {
          name: 'Route',
          hint: 'What the route is called, or # and its id; stops that name the same are its stops.',
        },
        place: { name: 'Stop', hint: 'The stop’s number in its route. Without it, stops stand as in the file.' },
        label: { name: 'Label', hint: 'What the stop is called.' },
        address: { name: 'Address', hint: 'As the driver reads it; nothing is looked up by it.' },
        coordinates: {
          name: 'Coordinates',
          hint: 'Degrees north and east, or a link to a map. Wanted unless latitude and longitude have columns of their own.',
        },
        lat: { name: 'Latitude', hint: 'Degrees north, with longitude in a column of its own.' },
        lng: { name: 'Longitude', hint: 'Degrees east.' },
        radius: { name: 'Radius, m', hint: 'How near counts as there.' },
        from: { name: 'From', hint: 'When the window begins: day and time of the user’s own.' },
        to: { name: 'To', hint: 'When it ends, not in the past.' },
        driver: {
          name: 'Tracker',
          hint: 'Who drives a new route: a label, id or device ID of the user’s. Its first row counts.',
        },
        maxDelay: { name: 'Delay, min', hint: 'How late the driver may be.' },
        minStay: { name: 'Stay, min', hint: 'How long the driver stays at least.' },
        minArrival: { name: 'Arrival, min', hint: 'How long the driver is there before it counts.' },
        externalId: {
          name: 'External ID',
          hint: 'Your own number of the stop, such as of an order. A stop that has it already is changed.',
        },
        description: { name: 'Description', hint: 'What the driver is told besides.' },
        tags: { name: 'Tags', hint: 'The user’s own, by their names, with commas between them.' },
      },
      options: {
        otherDays: {
          name: 'Routes and stops of other days, too',
          hint: 'A name or an external ID means one on any day that is shown. Otherwise one of another day is another one.',
        },
        emptying: {
          name: 'Empty cells empty',
          hint: 'Of stops that there are: address, external ID, description or tags go where the cell is empty.',
        },
      },
      stage: 'Stage {n} stop | Stage {n} stops',
      staged: '{n} stop is staged. | {n} stops are staged.',
    },
    routeDetails: {
      name: 'Route details',
      hint: 'Each row changes what is said of a route that there is. Its stops stay as they are.',
      fields: {
        route: { name: 'Route ID', hint: 'The panel’s id of the route.' },
        label: { name: 'Label', hint: 'What the route is called.' },
        driver: { name: 'Tracker', hint: 'Who drives: a label, id or device ID of the user’s.' },
        externalId: { name: 'External ID', hint: 'Your own number of the route.' },
        description: { name: 'Description', hint: 'What the driver is told besides.' },
        tags: { name: 'Tags', hint: 'The user’s own, by their names, with commas between them.' },
      },
      options: {
        emptying: {
          name: 'Empty cells empty',
          hint: 'Tracker, external ID or description go where the cell is empty.',
        },
      },
      stage: 'Stage {n} change of a route | Stage {n} changes of routes',
      staged: '{n} route is changed, and staged. | {n} routes are changed, and staged.',
    },
  },

  drop: {
    label: 'Choose a file to import',
    sentence: 'Drop a CSV file here',
    what: 'Trackers to clone to users, IMEIs to import as bundles, the SIM cards, orders and equipment of bundles, or the stops of routes. Nothing is sent before you send it from the outbox.',
    choose: 'Choose a file…',
    formats: 'CSV or other text with columns: up to 64 MB, 1,000 columns and 1,000,000 rows.',
    over: 'Let go to open this file',
    several: 'Several files were dropped. Import them one after the other.',
  },

  /** Files that were made for the demo panel. */
  demo: {
    title: 'Files to try here',
    keep: 'Files to try on it: keep one, and drop it on Imports once the demo panel is open.',
    files: { bundles: '10 devices, 2 of them wrong', users: '5 users', routes: '2 routes of 3 stops' },
  },

  /** Which columns each kind of import wants, before a file is chosen. */
  wanted: {
    title: '{kind}: wanted columns',
    optional: 'Optional.',
    constant: 'Or one value for all rows.',
    example: 'Download an example',
    exampleOf: 'Download an example: {kind}',
  },

  file: {
    title: 'File',
    another: 'Choose another file…',
    close: 'Close this file',
    rows: '{n} row | {n} rows',
    handingOver: 'Opening {name}',
    reading: 'Reading {name}',
    encoding: 'Encoding',
    encodings: {
      'utf-8': 'Unicode (UTF-8)',
      'utf-16le': 'Unicode (UTF-16 LE)',
      'utf-16be': 'Unicode (UTF-16 BE)',
      'windows-1251': 'Cyrillic (Windows 1251)',
      'windows-1252': 'Western (Windows 1252)',
    },
    delimiter: 'Separator',
    delimiters: { comma: 'Comma ,', semicolon: 'Semicolon ;', tab: 'Tab', bar: "Bar {'|'}" },
    heading: 'The first row holds headings',
    sizes: { bytes: '{n} bytes', kilobytes: '{n} kB', megabytes: '{n} MB' },
  },

  mapping: {
    title: 'Columns',
    kind: 'Import as',
    unreadable:
      'How columns were chosen for the last file with these headings cannot be read by this version of Fleetbook. It is kept; the columns were guessed anew.',
    remembered: 'Columns chosen as for the last file with these headings.',
    source: '{field} comes from',
    nothing: 'Nothing',
    choose: 'Choose…',
    constant: 'One value for all rows',
    value: '{field} for all rows',
    column: 'Column {letter}',
    namedColumn: '{letter} · {name}',
    optional: 'optional',
    empty: 'This column is empty.',
    unused: '{n} column is not used: | {n} columns are not used:',
    unusedMore: 'and {n} more | and {n} more',
    missing: 'Choose a column, or one value for all rows.',
    missingColumn: 'Choose a column.',
    missingValue: 'Choose the value for all rows.',
  },

  yes: 'Yes',
  no: 'No',

  result: {
    title: 'Rows',
    checking: 'Checking rows',
    view: 'What to show',
    views: { rows: 'Rows', file: 'File' },
    filters: 'Which rows to show',
    all: 'All',
    ready: 'Ready',
    doubt: 'Doubtful',
    refused: 'Refused',
    same: 'Unchanged',
    groups: 'What is wrong',
    wholeRow: 'Row',
    rows: '{n} row | {n} rows',
    table: 'Rows of the file',
    columns: { row: 'Row', verdict: 'Verdict', problem: 'What is wrong' },
    details: 'Row {row}',
    cells: 'As it stands in the file',
  },

  /** What takes longer than a second. */
  long: {
    reading: 'Reading the file: {part} %',
    readingLabel: 'Reading the file',
    checking: 'Checking rows: {done} of {total}',
    checkingLabel: 'Checking rows',
    stop: 'Stop',
    again: 'Check again',
  },

  preview: {
    title: 'The file as it is read',
    label: 'First rows of the file',
    incomplete: 'Choose what fills {fields}, and every row is checked.',
    nothingKnown: 'No heading is known. Choose what to import and which columns to take.',
    more: 'The first {n} of {total} rows.',
    uncleanMore: 'One more row was not read cleanly. | {n} more rows were not read cleanly.',
  },

  stage: {
    includeDoubtful: 'Include {n} doubtful row | Include {n} doubtful rows',
    requests: 'takes {n} request | takes {n} requests',
    nothing: 'Nothing to stage',
    asRead: 'Stage {n} row as it was read | Stage {n} rows as they were read',
    download: 'Download {n} refused row | Download {n} refused rows',
    downloadLeft: 'Download {n} row left out | Download {n} rows left out',
    downloaded: '{name} has been saved.',
    left: '{n} row was left out. | {n} rows were left out.',
    outbox: 'Review in the outbox',
    next: 'Import another file…',
  },

  summary: '{ready} ready · {doubtful} doubtful · {refused} refused',

  /** Heading of the column that the file of refused rows has besides its own. */
  reason: 'Reason',
} as const
