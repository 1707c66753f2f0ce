import type { ProblemCode } from '../../problem.ts'

/**
 * English texts: what happened, to what, and what to do now, for every problem there is. They need no values, since
 * a problem is shown at the row, field or page that it is about.
 */
export const problems = {
  // the connection
  offline: 'There is no connection to the panel. Go on working: what you stage is kept and can be sent later.',
  'work-offline': 'You are working offline, so nothing is sent or pulled. Go back online to do this.',
  'not-pulled':
    'The sheets have not been pulled yet, and this needs what stands in them. Connect to the panel and wait for the pull to end, then do it again.',
  unreachable: 'The panel could not be reached. Check the address and your network, then try again.',
  'timed-out': 'The panel did not answer in time. Try again in a moment.',
  certificate:
    'The certificate of this address could not be verified, so nothing was sent to it. Check the address, or ask whoever runs the panel to renew the certificate.',
  redirect:
    'The address leads on to another one, which Fleetbook does not follow. Enter the address of the API itself, such as https://api.example.com/v2.',
  'not-a-panel':
    'What answered at this address is not a panel: perhaps the sign-in page of a network, or the page of a proxy. Open a browser and sign in to the network, or check the address: the API often stands at /v2 or /api-v2.',
  'cut-short': 'The answer of the panel broke off in the middle. Try again in a moment.',
  address: 'This is not an address that a panel can have. Enter one that begins with https://.',
  'plain-http':
    'This address is not encrypted: others on the network could read the password. Use https://, or confirm the host by its name.',
  'wrong-password': 'The panel did not accept this login and password. Check both and sign in again.',
  'password-needed':
    'Fleetbook has no password for this panel. Sign in to send and pull; everything else works without.',
  'dealer-blocked':
    'The panel has blocked this account. Nothing can be sent or pulled until whoever runs the panel unblocks it; what is staged is kept.',
  'other-dealer':
    'This login now belongs to another account of the panel, so nothing is sent or pulled. Add it as a panel of its own, or sign in with the login of before.',
  'session-ended': 'The panel ended the session. Try again: Fleetbook signs in anew.',
  'session-not-opened':
    'The panel did not open a session for this user. Only what goes to this user waits for it, and Fleetbook tries again by itself; the panel’s own words say why.',
  permission: 'This account may not do that. Ask whoever manages the panel for the permission, then try again.',
  'too-many-requests':
    'The panel took too many requests and wants a pause. Fleetbook goes on by itself after it; if you were signing in, wait some minutes and sign in again.',
  'panel-busy': 'The panel is busy with something of the same sort. Fleetbook tries again by itself.',
  'panel-failed': 'The panel reported a failure of its own. Try again later; its code helps its support.',
  'panel-refused': 'The panel refused this. Its own words say why: mend what they name, then try again.',

  // consoles
  'console-address':
    'This is not an address that consoles can have. Enter one that begins with wss://, such as wss://panel.example.com.',
  'console-address-needed':
    'Where the consoles of this panel are does not follow from its address. Enter their address: whoever runs the panel knows it.',
  'plain-ws':
    'This address is not encrypted: others on the network could read what the device says, and send commands to it. Use wss://, or confirm the host by its name.',
  'console-unreachable':
    'The address of the consoles could not be reached. Check it and your network; Fleetbook tries again by itself.',
  'console-turned-away':
    'What answered at the address of the consoles did not take the key. Check the address; Fleetbook tries again with a fresh key.',
  'console-dropped': 'The connection to the console ended. Fleetbook connects again by itself, with a fresh key.',
  'console-not-open': 'The console is not connected, so the command was not sent. Wait until it is, or reconnect.',
  'console-refused':
    'The panel opens no console for this tracker: it is deleted, hidden or blocked. Make it visible or unblock its device, then reconnect.',
  'console-foreign':
    'This tracker belongs to another dealer: the panel opens consoles of this account’s own ones alone.',
  'console-corrupted': 'This tracker has been deleted on the panel, so its device has no console any more.',
  'consoles-many': 'As many consoles are open as fit side by side. Close one, then open this one.',

  // profiles and secrets
  'profile-busy':
    'This panel is already open in another Fleetbook on this computer. Go on working there, or close it there and try again.',
  'profile-unknown': 'This panel is no longer in the list. Add it again to open it.',
  'profile-closed': 'No panel is open. Open one to do this.',
  'profile-has-changes':
    'This panel has changes that were not sent, and they would be lost with it. Send or discard them first, or remove the panel together with them.',
  'changes-unreadable':
    'Whether this panel has changes that were not sent cannot be read, and they would be lost with it. Open it to see them, or remove the panel together with them.',
  'profile-unreadable':
    'The file that names this panel is missing or damaged. Everything that is staged is kept; say which panel it is to go on.',
  'profile-foreign':
    'The file that names this panel belongs to another one. Everything that is staged is kept; say which panel it is to go on.',
  'profile-restored':
    'The file that names this panel could not be read. It was written anew from what is kept with the changes; nothing is lost.',
  'keychain-unavailable':
    'This computer has no keychain that Fleetbook can use. The password is kept until Fleetbook ends, and then asked for again.',
  'keychain-kept': 'The keychain would not let go of the password. Unlock the keychain, then do this again.',
  'settings-unreadable':
    'The file with your settings could not be read, so they are as at first. It is kept beside the new one as soon as you change something.',

  // data at rest
  'journal-newer':
    'The changes of this panel were written by a newer version of Fleetbook. Install that version to open them; nothing was altered.',
  'journal-damaged':
    'The file with the staged changes was damaged. What could be read was saved into a new one; look through the outbox before you send.',
  'journal-lost':
    'The file with the staged changes was damaged, and nothing of it could be read. A new one was begun; the old one was kept.',
  'journal-missing':
    'The file with the staged changes of this panel is missing or empty. A new one was begun. If you have a copy of your own, put it back before you stage anything.',
  'journal-foreign':
    'The file with the staged changes was that of another panel. It was put aside, and nothing of it is sent; a new one was begun.',
  'journal-older':
    'The file with the staged changes is older than it was: what was done last is missing. What was released is not sent by itself: look through the outbox, and let each be looked up or give it up.',
  'journal-unproved':
    'A small file that says what the file with the staged changes last held is gone or damaged, so it cannot be told whether the last changes are still there. What was released is not sent by itself: look through the outbox, and let each be looked up or give it up.',
  'journal-restored':
    'The file with the staged changes was lost, and a backup has taken its place. The old files were kept.',
  'backup-in-use':
    'Changes have been staged since, and the backup does not have them. Send or discard them first, then use the backup.',
  'notices-unreadable':
    'What was to be told about the files of this panel could not be read. Look through the outbox before you send.',
  'disk-full': 'The disk is full, so this was not saved. Make room, then do it again; everything before it is safe.',
  'rows-not-shown':
    'The disk is full or may not be written to, so rows of a file that the panel does not have yet are missing in their sheet. They are staged and safe: make room, and open the sheet again.',
  'parts-lost':
    'What was sent has been set, but some stops are no longer in their route at the panel. Somebody else may have deleted them at that moment. From now on the stops of a route are sent one by one to this panel.',
  'disk-read-only':
    'Fleetbook may not write to its folder, so this was not saved. Allow it to, or check the disk, then do it again.',
  'disk-failed':
    'The disk could not read or write this, and nothing was changed. Check the disk, then do it again; a copy of your data is in order.',
  'file-locked':
    'Another program holds a file of this panel, such as a backup or a virus scanner. Wait until it is done or close it, then do it again; nothing was changed.',
  'cache-damaged':
    'The file with what was pulled was damaged and has been put aside. The sheets fill again with the next pull; what you staged is kept.',
  'cache-other-version':
    'The file with what was pulled is of another version of Fleetbook and has been put aside. The sheets fill again with the next pull; what you staged is kept.',
  'cache-rows-unreadable':
    'Some rows of what was pulled could not be read and were left out. They come again with the next pull; what you staged is kept.',
  'view-gone': 'This list has become too old to go on with. Open the page again.',
  'row-gone': 'This row is no longer on the panel. Pull to bring the sheet up to date.',
  'pull-running': 'A pull is already running. Wait for it to finish, or stop it.',
  'route-users-many':
    'More users have routes on these days than can be shown together: the first of them are. Choose fewer days, or the users themselves.',

  // rules of the panel, checked before anything is sent
  'label-empty': 'A tracker needs a label. Enter at least one character.',
  'label-long': 'The label is longer than the panel takes. Shorten it to 60 characters.',
  'label-brackets': 'The panel takes no angle brackets in a label. Take “<” and “>” out.',
  'text-line-break': 'The text has a line break or a tab, which the panel refuses here. Put a blank in its place.',
  'text-unprintable': 'The text holds characters that cannot be printed, which the panel refuses. Type it anew.',
  'comment-long': 'The comment is longer than the panel takes. Shorten it to 3,000 characters.',
  'user-comment-long': 'The comment is longer than the panel takes of a user. Shorten it to 255 characters.',
  'login-format': 'This is not an email address. Enter a whole one.',
  'login-taken': 'Another user has this login already, and no two users can have the same. Enter another one.',
  'login-staged': 'Another new user with this login is staged already. Discard one of them, or enter another login.',
  'legal-type-unknown': 'This is no legal type. Enter individual, sole trader or legal entity.',
  'password-missing': 'A password is needed here. Type one.',
  'password-weak':
    'The panel does not take this password. It wants 12 to 20 characters: capital and small letters, digits, and a special sign such as a hyphen.',
  'password-lost':
    'The password is not there any more: the keychain does not have it, and what was typed without a keychain is forgotten when the program ends. Type it again in its cell, then send this.',
  'password-used': 'The panel refuses this password: the user has it, or had it before. Type another one.',
  'phone-format': 'A phone number has up to 15 digits, with the country code first and without the plus sign.',
  'user-name-empty': 'A first and a last name are needed here. Enter at least one character.',
  'user-needs-address':
    'A sole trader or a legal entity needs the whole postal address, or the panel refuses every change of the user: country, region, city, street and postal code. Fill in what is empty in this row, too.',
  'user-needs-legal-name':
    'A legal entity needs a legal name, or the panel refuses every change of the user. Enter it.',
  'user-needs-registered':
    'A sole trader or a legal entity needs a registered address, and this user has none that is whole. Fill it in on the panel first, then make this a draft again.',
  'registered-part':
    'A part of the registered address is empty. Fill in all of it, or empty it: then it is the postal address.',
  'locale-unknown': 'This is none of the languages of the panel. Choose one, or leave it empty.',
  'time-zone-unknown':
    'This is no time zone that the panel knows. Choose one, such as Europe/Berlin, or leave it empty.',
  'user-not-shown':
    'The panel does not show all of this user that is written with every change, so nothing was sent. Change the user on the panel itself.',
  'not-of-legal-type':
    'A user of this legal type does not have this, and the legal type of a user cannot be changed. Empty the cell, or take this back.',
  'user-field-refused': 'The panel does not take this value. Its own words say why: mend it, then send it again.',
  'cell-read-only': 'This column cannot be edited. Its values come from the panel.',
  'id-not-a-number': 'This is not an id: ids are whole numbers. Check the column, or correct the cell.',
  'digits-other':
    'These are digits of another script, which look right and are others to the panel. Enter the digits 0 to 9.',
  'imei-empty': 'The IMEI is missing. Enter its 15 digits.',
  'imei-scientific':
    'A spreadsheet has turned this IMEI into a rounded number, and its last digits are lost. Format the column as text there, enter the IMEI again, and save the file anew.',
  'imei-rounded':
    'This IMEI ends in zeros and its check digit is wrong: a spreadsheet has probably rounded it. Compare it with the device and enter it again.',
  'imei-zero-lost':
    'This IMEI has 14 digits and needs 15: a spreadsheet has probably dropped a zero at its beginning. Compare it with the device, format the column as text there, and enter the IMEI again.',
  'imei-format': 'This is not an IMEI: it needs exactly 15 digits. Compare it with the device.',
  'iccid-scientific':
    'A spreadsheet has turned this ICCID into a rounded number, and its last digits are lost. Format the column as text there, and enter the ICCID again.',
  'iccid-rounded':
    'This ICCID ends in zeros as spreadsheets make them, which keep 15 digits: its last ones are probably lost. Compare it with the card and enter it again.',
  'iccid-format': 'This is not an ICCID: the panel takes 3 to 20 characters without blanks. Compare it with the card.',
  'sim-in-use': 'This SIM card is in another bundle already. Take it off there first, or enter another ICCID.',
  'sim-in-bundle':
    'This SIM card is in another bundle, as last pulled. Take it off there and send that first, or enter another ICCID.',
  'sim-unknown': 'The panel knows no SIM card with this ICCID. Compare it with the card and enter it again.',
  'sim-blocked':
    'This SIM card is blocked, so the panel puts it into no bundle. Unblock it at the panel, or enter another ICCID.',
  'sim-deleted': 'This SIM card was deleted at the panel, which puts it into no bundle. Enter another ICCID.',
  'imei-check-digit':
    'The check digit of this IMEI does not fit the others. Compare it with the device before you include it.',
  'value-missing': 'A value is missing here. Fill it in, or choose one value for all rows.',
  'command-not-hex': 'This is no hexadecimal text. Enter pairs of the signs 0–9 and A–F, or choose plain text.',
  'yes-or-no': 'This is neither yes nor no. Enter yes or no, true or false, 1 or 0.',
  'name-empty': 'A label is needed here. Enter at least one character.',
  'text-long': 'The text is longer than the panel takes. Shorten it.',
  'not-a-number': 'This is not a whole number. Enter one in digits, without a unit.',
  'number-range': 'This number is outside of what the panel takes.',
  'moment-unreadable': 'This is not a day with a time. Enter both, such as 2026-12-01 10:00 or 01.12.2026 10:00.',
  'moment-ambiguous':
    'Some read the month first here, others the day. Enter the year first, such as 2026-12-01 10:00, or points between, such as 01.12.2026 10:00.',
  'moment-impossible': 'There is no such day, or no such time. Correct it.',
  'moment-skipped':
    'This time does not exist: on that day clocks are put forward over it. Enter an earlier or a later one.',
  'window-reversed': 'The window ends before it begins. Change one of the two times.',
  'windows-clash':
    'This window ends before that of a checkpoint in front begins. It can be sent, but the panel takes no change of such a route as a whole: each of its checkpoints goes by itself. Move it, or change one of the windows.',
  'windows-refused':
    'This window ends before that of a checkpoint in front begins, and the panel takes no new route like that. Move it, or change one of the windows.',
  'windows-behind':
    'This window begins after that of a checkpoint behind ends. Give one of them another number, or change one of the windows.',
  'external-id-taken':
    'Another one of the same user has this external ID already. It can be sent, but cannot be told from that by its external ID.',
  'label-taken':
    'Another tracker of the same owner has this label already, or will have it. It can be sent all the same.',
  'plan-dearer': 'The new plan costs far more than the present one. It can be sent all the same.',
  'many-owners': 'More owners are touched at once than usual. It can be sent all the same.',
  'window-over':
    'The window of this stop is over, and the panel takes no change of such a stop. Set its end to a time to come.',
  'coordinates-unreadable':
    'These are not coordinates. Enter degrees north and east, such as 52.520008, 13.404954, or paste a link to a map.',
  'coordinates-range':
    'There is no such place: degrees north go from −90 to 90, degrees east from −180 to 180. Correct the coordinates.',
  'coordinates-swapped': 'North and east have changed places: degrees north come first. Swap the two numbers.',
  'day-unreadable':
    'This is not a day. Enter days such as 2026-12-01 or 01.12.2026, with commas or blanks between them.',
  'route-untold':
    'There is no such route of this user, or several are called so, or somebody has begun with the stop. Enter another name, or # and the ID of a route.',
  'rows-at-once': 'This is not how many can be made at once. Enter a number.',
  'days-count': 'A month of days can be copied to at once, and at least one. Enter other days.',
  'route-size':
    'The panel takes a new route with 2 to 500 stops, all at once. Add or remove stops that are sent with it.',
  'place-not-shown':
    'The panel did not say at which place of its route the stop before this one stands, so it would stand first. Send it again later.',
  'place-invalid': 'This is no place. Enter a number such as 3, or +1 and -1 for one further down or up.',
  'stop-elsewhere':
    'The stop behind which this one is to stand is in another route by now. Take the move back, or move the stop anew.',
  'stop-changed':
    'Somebody has changed this stop since it was moved to another route, and it stays in its own. Take the move back, pull the routes, and move it anew.',
  'stop-single':
    'Somebody has taken this stop out of its route: it is a single task by now. Discard the change, and put the task back into a route by typing its name.',
  'stop-already': 'This task is a stop of another route by now. Discard the change, and pull the routes.',
  'task-single':
    'This is a single task, and its cells are not edited here. Type the name of a route into its cell “Route”: once that is sent, it can be edited as a stop.',
  'task-beside':
    'A new checkpoint stands behind another one of its route, and this is a single task, in none. Select a checkpoint of the route.',
  'task-begun':
    'The driver has begun with this task, or is through with it, and the panel makes no stop of it any more. Take the change back.',
  'stop-begun':
    'The driver has begun with this stop, or is through with it, and the panel changes it no more. Take the edit back; stops that come later can still be edited.',
  'stop-begun-stays': 'What a driver has begun with, or is through with, stays in its route.',
  'stop-before-others': 'A new checkpoint behind which others are to stand stays in its route until it is sent.',
  'route-begun':
    'The driver has begun with this route, and the panel changes it no more as a whole. Take the edit back; stops that come later can still be edited.',
  'route-begun-stays':
    'The driver has begun with this route since its deletion was staged, so it is not deleted. Choose in the outbox: the stops that come later can still be deleted by themselves, or the whole route all the same.',
  'plan-without-tasks':
    'The plan of this tracker has no tasks, so the panel gives it none. Change its plan first, or choose another tracker.',
  'driver-unknown':
    'The user of this route has no tracker of this label or id, as last pulled. Choose one of the list, or leave the cell empty for nobody.',
  'driver-ambiguous':
    'Several trackers of this user are called so. Choose one of the list, or enter its id with # before it.',
  'tag-unknown':
    'The user has no such tag, as last pulled. Enter tags by their names, with commas between them, or pull first if one is new.',
  'tag-ambiguous': 'Several tags of this user are called so. Enter the id with # before it.',
  'driver-not-theirs': 'The panel says that this tracker is not one of the user’s. Pull, and choose another.',
  'tracker-blocked':
    'This tracker is blocked, and a blocked one is given no route. Unblock it first, or choose another.',
  'reference-empty': 'This cell cannot be empty. Name what it shall be, or take your edit back.',
  'plan-unknown':
    'No plan of this name or id was found in the last pull. Choose one of the list, or pull first if it is new.',
  'plan-ambiguous': 'Several plans are called so. Choose one of the list, or enter its id with # before it.',
  'equipment-ambiguous':
    'Several kinds of equipment are called so. Choose one of the list, or enter its id with # before it.',
  'equipment-gone': 'The panel has this equipment no longer. Pull, and choose another.',
  'owner-unknown':
    'No user of this id, login or name was found in the last pull. Choose one of the list, or pull first if the user is new.',
  'owner-ambiguous':
    'Several users are called so. Enter the login, choose one of the list, or enter the id with # before it.',

  // bulk changes
  'pattern-open': 'A brace in the pattern is not closed. Close it, or write it twice if it is meant as it is.',
  'pattern-column': 'The pattern names a column that this sheet does not have. Take the name from the list of columns.',
  'pattern-number': 'The number in the pattern is not written as zeros. Write it like n:000 in braces.',
  expression: 'This is not a regular expression that can be used. Mend it, or turn the option off to find it as it is.',
  'expression-group':
    'The replacement refers to a group that the expression does not have. Mend the reference, or write $$ for a dollar sign.',

  // imports
  'file-empty': 'The file holds no rows. Choose one that does.',
  'file-binary': 'This is not a text file. Save the table as CSV in your spreadsheet, then choose that file.',
  'file-encoding': 'The file cannot be read in this encoding. Choose another one until names look right.',
  'file-large': 'The file is larger than 64 MB. Split it and import the parts one after the other.',
  'file-columns':
    'The file has more columns than Fleetbook reads. Choose another separator, or leave out the columns that are not needed.',
  'file-rows':
    'The file has more rows than Fleetbook reads at a time. Split it and import the parts one after the other.',
  'file-unknown': 'Fleetbook no longer has this file. Choose it again.',
  'file-changed':
    'The file on disk has changed since it was chosen, or cannot be read any more. Wait until no other program writes to it, then choose it again.',
  'file-shorter':
    'The file on disk has become shorter since it was chosen. Wait until no other program writes to it, then choose it again.',
  'file-gone': 'The file is no longer where it was: it was moved, renamed or deleted. Choose it again.',
  'file-memory':
    'There is not enough memory to read this file. Nothing of it was staged. Split it and import the parts one after the other.',
  'reader-ended':
    'Reading the file has ended unexpectedly. Nothing of it was staged. Choose it again; if that happens again, the log says more.',
  'file-stopped': 'Stopped. Nothing of the file was staged.',
  'file-quotes':
    'A quotation mark in the file is opened and not closed where it should be. Check that row in a text editor, or choose another separator.',
  'text-damaged':
    'Characters of this cell were lost or cut, here or before the file came here. Correct the cell, or choose another encoding until it looks right.',
  'row-ragged': 'This row does not have as many cells as the others. Check it for a missing or an extra separator.',
  'column-missing': 'This field is filled from no column. Choose one, or one value for all rows.',
  'duplicate-in-file': 'The same thing stands in an earlier row of the file. Remove one of the two.',
  'tracker-unknown':
    'No tracker with this id was found in the last pull. Check the id, or pull first if the tracker is new.',
  'tracker-is-clone': 'This tracker is a clone itself, and clones cannot be cloned. Choose its original.',
  'tracker-corrupted': 'This tracker has been deleted on the panel. Remove the row.',
  'user-unknown': 'No such user was found in the last pull. Check the login or id, or pull first if the user is new.',
  'user-ambiguous':
    'This is the id of one user and the login of another. Name the column “User ID” or “Login”, or enter the login of the first.',
  'user-is-owner':
    'This user owns the tracker already, so there is nothing to clone. Remove the row or choose another user.',
  'clone-exists': 'This user has a clone of the tracker already. Remove the row.',
  'clone-staged':
    'A clone of this tracker for this user is staged already. Leave this one out, or discard the other in the outbox.',
  'bundle-exists': 'The panel has a bundle with this IMEI already. Remove the row.',
  'made-not-shown':
    'The panel took this, and its list has not shown it in two pulls since: somebody may have removed it. Look there before you make it anew.',
  'bundle-staged': 'A bundle with this IMEI is staged already. Leave this one out, or discard the other in the outbox.',
  'row-at-panel': 'The panel has this one already. Go to its row, or enter another.',
  'row-staged': 'This one is staged already. Go to its row, or enter another.',
  'cell-staged':
    'Another value is staged for this cell and has not been sent. Send or revert that first, or enter the same here.',
  'cell-stays': 'The panel holds another value here, and this import does not change it. Change it in the sheet.',
  'stop-unknown':
    'No checkpoint has this id, as last pulled. It was deleted, or the routes of its user and day are not shown. Show them, or empty the cell for a new one.',
  'stop-alike':
    'The route has a stop like this one already: the same label, place and window, or the same external ID. Include the row to add another.',
  'route-unknown':
    'No route has this id, as last pulled. It was deleted, or the routes of its user and day are not shown. Show them, or enter a name.',
  'route-ambiguous': 'Several routes of this user are called so on that day. Enter the id of one with # before it.',
  'external-id-ambiguous':
    'Several checkpoints have this external ID, so it cannot be told which one is meant. Give the row the id of one.',
  'external-id-elsewhere':
    'A checkpoint in another route, or on another day, has this external ID already. Include the row to add another.',
  'bundle-unknown':
    'No such bundle was found in the last pull. Check the IMEI or id, or pull first if the bundle is new.',
  'bundle-edit-staged':
    'The same is staged for this bundle already. Leave this row out, or change the value in the sheet of bundles.',
  'value-already': 'The bundle holds this already, so there is nothing to change. Remove the row.',
  'equipment-unknown': 'The panel has no such equipment. Choose one of its list.',
  'nothing-to-stage': 'No row of the file can be staged. Correct the rows that are refused, then read the file again.',

  // long steps
  stopped: 'Stopped: it is as if it had never been begun.',
  'stopped-partly': 'Stopped: what was done by then stays so, the rest is as it was.',

  // operations
  'not-allowed-in-state':
    'This has moved on in the meantime, so it was left as it is. Look at its state now and decide anew.',
  conflict:
    'The panel holds a third value: someone changed it after you did. Choose yours or theirs; nothing is sent until then.',
  'state-in-doubt':
    'This was found in an older state of the file: it may have been sent, changed or discarded since. Look it up, or give it up.',
  'effect-unknown':
    'The answer of the panel was lost, so it may or may not have taken effect. Nothing is sent again while that is not known.',
  'put-back-row': 'A row that is new or gone cannot be put back here: add or delete it in its sheet.',
  'put-back-gone': 'The row is no longer on the panel, so nothing can be put back in it.',
  'put-back-changed': 'The panel holds another value by now. Look at the later changes of this cell.',
  'entity-gone': 'What this change is about is no longer on the panel. Discard the change, or pull and look for it.',
  'not-shown':
    'The panel does not show the label of this tracker, or whether it is hidden, and either is written with every change of its settings. Stage both, label and hidden, and send them together.',
  'deletion-staged':
    'An earlier change deletes this clone, so nothing will be there to change. Discard one of the two.',
  'removal-staged':
    'An earlier change removes this tracker for good, so nothing will be there to change. Discard one of the two.',
  'stop-leaves':
    'An earlier change takes this stop out of its route, so nothing will be there to change. Discard one of the two.',
  'route-leaves': 'An earlier change deletes this route, so nothing will be there to change. Discard one of the two.',
  'block-not-given':
    'The panel does not let this account block devices, or let them go, although it may edit trackers: besides the permission, something at the panel decides that. Ask the provider of the panel, or discard the change.',
  'not-confirmed':
    'What was typed to confirm this is not what was asked for, or the rows have changed since, so nothing was staged. Do it once more.',
  'user-foreign':
    'This user belongs to another dealer, and the panel lets this account change only its own. Discard the change, or pull again if the user has become yours.',
  'tracker-foreign':
    'This tracker belongs to another dealer, and the panel lets this account change only its own. Discard the change, or pull again if the tracker has become yours.',
  'plan-of-clone':
    'This is a clone, and has the plan of its original: the panel changes it there alone. Take this edit back, and change the plan of the original.',
  'plan-of-hidden':
    'The panel changes no plan while a tracker is hidden. Show the tracker first, in an edit before this one, or pull again if it is shown by now.',
  'plan-already':
    'The panel holds this plan already, so nothing is left to change. Discard the change, or pull again if the plan has changed since.',
  'plan-foreign':
    'The present plan of this tracker is not one of this account’s, so the panel refuses to change it. Pull again if the plan has changed since.',
  'plan-gone': 'The panel no longer has this plan. Choose another, or pull again if it is a new one.',
  'plan-of-others': 'This plan is for cameras or sockets, not for trackers. Choose another.',
  'plan-limit':
    'This plan is for accounts of fewer trackers than the owner had at the last pull. Choose another plan, or move trackers away first.',
  'move-of-clone':
    'This is a clone, and the panel moves originals alone. Take this edit back; to give the device to another user, clone its original for that user and delete this clone.',
  'owner-foreign':
    'This user belongs to another dealer, and the panel gives trackers to users of this account alone. Choose another user, or pull again if the user has become yours.',
  'owner-has-clone':
    'This user has this device already, and the panel gives nobody the same twice. Delete the user’s clone and send that first, or choose another user.',
  'placeholder-unknown':
    'The command has a placeholder that there is none of. Take one of those that are named below the field, or write two braces where one is meant as it is.',
  'placeholder-lacking':
    'A tracker lacks what a placeholder of the command names, such as a phone, or the filled command is too long.',
  'clone-in-rules':
    'Rules of its user are bound to this clone, so the panel does not delete it. Take it out of them, then send this again.',
  'clone-in-vehicles':
    'A vehicle of its user has this clone, so the panel does not delete it. Take it out of the vehicle, then send this again.',
  'clone-in-use':
    'Something of its user is bound to this clone, so the panel does not delete it. Take it out of that, then send this again.',
  'removal-of-clone':
    'This is a clone, and the panel removes originals for good, its clones with them. Discard the change, and delete the clone instead.',
  'tracker-has-clones':
    'Other users have clones of this tracker, and these were not to be removed, so the panel does not remove it. Remove it with its clones, or delete the clones first.',
  'activation-of-clone':
    'This is a clone, and the panel activates originals alone. Discard the change, and retry the activation of the original.',
  'activation-of-blocked':
    'The device is blocked, and the panel activates no blocked one. Unblock it first, or pull again if it is unblocked by now.',
  'activation-of-app':
    'This is an application on a phone, which the panel cannot activate anew. Discard the change, and sign in within the application instead.',
  'activation-without-gsm':
    'This device does not support it: it has no GSM module that activation commands could reach. Discard the change.',
  'activation-lately':
    'The activation of this tracker was retried less than two minutes ago, and the panel does that once in two minutes. This goes by itself after that.',
  'no-inverse': 'Nothing takes this back: the panel has no way to undo it.',
  'changed-since':
    'The panel no longer holds what was written here, so nothing is taken back. Look at it in the sheet.',
  'never-done': 'This was never carried out, so there is nothing to take back.',

  // what was kept, and cannot be read
  'kind-unknown':
    'This version of Fleetbook does not know this kind of change; a newer version may have made it. It is kept and not sent: update Fleetbook, or discard it.',
  'kept-newer':
    'This change was made by a newer version of Fleetbook. It is kept and not sent: update Fleetbook, or discard it.',
  'kept-no-json':
    'What this change holds is damaged in the file and cannot be read. It is kept as it is and not sent: discard it, and make it once more.',
  'kept-misfit':
    'What this change holds does not have the shape that this version of Fleetbook knows. It is kept and not sent: update Fleetbook, or discard it and make it once more.',
  'kept-damaged':
    'This entry is damaged in the file, so not all of it can be shown. It is kept as it is, and nothing of it is sent.',
  'readable-again':
    'An earlier version of Fleetbook could not read this change and did not send it; this version can. Make it a draft again to send it, or discard it.',
  // an operation whose need has come to nothing
  'needs-refused': 'This waits for another change that was refused. Mend that one and send it again, or discard both.',
  'needs-discarded': 'This waits for another change that was discarded, so it cannot go. Discard it, too.',
  'needs-staged': 'This waits for another change that is staged and not sent. Send that one, or discard both.',
  'needs-unreadable':
    'This waits for another change that this version of Fleetbook cannot read. Update Fleetbook, or discard both.',
  'needs-waiting': 'This waits for another change that itself waits for one that came to nothing. Look at that one.',
  'part-stays':
    'One of its stops stays behind, and a new route goes with all of its stops. Mend that stop, or discard it.',
  'view-unreadable':
    'There is a view of this name that this version of Fleetbook cannot read. It is kept: take another name, or remove that view first.',
  'step-unreadable':
    'This step cannot be read by this version of Fleetbook, so it cannot be taken back or done again. What it staged is in the outbox: discard it there.',

  // the program itself
  'core-unreachable': 'The program behind this window does not answer. Start Fleetbook again; what was staged is kept.',
  'core-broke-down':
    'Fleetbook broke down while this was under way, and starts again by itself. Look whether it was done before you do it once more.',
  'bad-call': 'Window and program did not understand each other, so nothing was done. Start Fleetbook again.',
  unexpected: 'Something unexpected went wrong, and this was not done. Try again; if it stays so, the log tells more.',
} as const satisfies Record<ProblemCode, string>

/** The same, said more exactly; used where a problem brings every value that the text names. */
export const problemsNamed = {
  'settings-unreadable':
    'The file with your settings, {file}, could not be read, so they are as at first. It is kept beside the new one as soon as you change something.',
  'password-weak':
    'The panel does not take this password. It wants {least} to {most} characters: of capital letters at least {capitals}, of small letters {smalls}, of digits {digits}, of special signs such as a hyphen {specials}, and no other characters.',
  'plan-limit':
    'This plan is for accounts of at most {most} trackers, and the owner had {count} at the last pull. Choose another plan, or move trackers away first.',
  'stopped-partly': 'Stopped: {done} of {total} were done and stay so, the rest is as it was.',
  unreachable: '{host} could not be reached. Check the address and your network, then try again.',
  'timed-out': '{host} did not answer in time. Try again in a moment.',
  certificate:
    'The certificate of {host} could not be verified, so nothing was sent to it. A network that wants to be signed in to shows one of its own: open a browser and sign in to it. Else check the address, or ask whoever runs the panel to renew the certificate.',
  redirect:
    '{host} leads on to another address, which Fleetbook does not follow: perhaps to the sign-in page of a network. Open a browser and sign in to it, or enter the address of the API itself, such as https://api.example.com/v2.',
  'not-a-panel':
    'What answered in place of {host} is not a panel: perhaps the sign-in page of a network, or the page of a proxy. Open a browser and sign in to the network, or check the address: the API often stands at /v2 or /api-v2.',
  'cut-short': 'The answer of {host} broke off in the middle. Try again in a moment.',
  'plain-ws':
    'The connection to {host} is not encrypted: others on the network could read what the device says, and send commands to it. Use wss://, or confirm the host by its name.',
  'console-unreachable':
    '{host}, the address of the consoles, could not be reached. Check it and your network; Fleetbook tries again by itself.',
  'console-turned-away':
    '{host} did not take the key for the console. Check the address of the consoles; Fleetbook tries again with a fresh key.',
  'plain-http':
    'The connection to {host} is not encrypted: others on the network could read the password. Use https://, or confirm the host by its name.',
  permission: 'This account lacks the permission “{permission}”. Ask whoever manages the panel for it, then try again.',
  'other-dealer':
    'This login now belongs to account {found}, and this panel was opened as account {expected}, so nothing is sent or pulled. Add it as a panel of its own, or sign in with the login of before.',
  'profile-has-changes':
    'This panel has one change that was not sent, and it would be lost with it. Send or discard it first, or remove the panel together with it. | This panel has {count} changes that were not sent, and they would be lost with it. Send or discard them first, or remove the panel together with them.',
  'journal-damaged':
    'The file with the staged changes was damaged, and the damaged one was kept as {file}. Changes that could be read: {operations}; lost: {count}; perhaps out of date: {doubtful}. Requests missing from the history: {requests}. Nothing goes by itself: look through the outbox, then send.',
  'journal-lost':
    'The file with the staged changes was damaged, and nothing of it could be read: one change is lost. A new file was begun; the old one was kept as {file}. | The file with the staged changes was damaged, and nothing of it could be read: {count} changes are lost. A new file was begun; the old one was kept as {file}.',
  'journal-missing':
    'The file with the staged changes of this panel is missing or empty; it held one change. A new one was begun. If you have a copy of your own, put it back before you stage anything. | The file with the staged changes of this panel is missing or empty; it held {count} changes. A new one was begun. If you have a copy of your own, put it back before you stage anything.',
  'journal-foreign':
    'The file with the staged changes was that of another panel. It was put aside as {file}, and nothing of it is sent. The one that belongs here held one change; a new one was begun. | The file with the staged changes was that of another panel. It was put aside as {file}, and nothing of it is sent. The one that belongs here held {count} changes; a new one was begun.',
  'journal-older':
    'The file with the staged changes is older than it was: what was done last is missing, with one change. What was released is not sent by itself: look through the outbox, and let each be looked up or give it up. | The file with the staged changes is older than it was: what was done last is missing, with {count} changes. What was released is not sent by itself: look through the outbox, and let each be looked up or give it up.',
  'journal-restored':
    'The file with the staged changes was lost, and a backup with one change has taken its place. The old files were kept as {file}. | The file with the staged changes was lost, and a backup with {count} changes has taken its place. The old files were kept as {file}.',
  'label-long': 'The label has {length} characters, and the panel takes {most}. Shorten it.',
  'user-comment-long': 'The comment has {length} characters, and the panel takes {most} of a user. Shorten it.',
  'login-format': '“{value}” is not an email address. Enter a whole one.',
  'login-taken': 'Another user has the login {value} already, and no two users can have the same. Enter another one.',
  'phone-format':
    '“{value}” is not a phone number: that has up to 15 digits, with the country code first and without the plus sign.',
  'comment-long': 'The comment has {length} characters, and the panel takes {most}. Shorten it.',
  'id-not-a-number': '“{value}” is not an id: ids are whole numbers. Check the column, or correct the cell.',
  'imei-scientific':
    'A spreadsheet has turned this IMEI into the rounded number {value}, and its last digits are lost. Format the column as text there, enter the IMEI again, and save the file anew.',
  'imei-rounded':
    'IMEI {value} ends in zeros and its check digit is wrong: a spreadsheet has probably rounded it. Compare it with the device and enter it again.',
  'digits-other':
    '“{value}” is written in digits of another script, which look right and are others to the panel. Enter the digits 0 to 9.',
  'imei-zero-lost':
    'IMEI {value} has 14 digits and needs 15: a spreadsheet has probably dropped a zero at its beginning. Compare it with the device, format the column as text there, and enter the IMEI again.',
  'imei-format': '“{value}” is not an IMEI: it needs exactly 15 digits. Compare it with the device.',
  'iccid-scientific':
    'A spreadsheet has turned this ICCID into the rounded number {value}, and its last digits are lost. Format the column as text there, and enter the ICCID again.',
  'iccid-rounded':
    'ICCID {value} ends in zeros as spreadsheets make them, which keep 15 digits: its last ones are probably lost. Compare it with the card and enter it again.',
  'iccid-format':
    '“{value}” is not an ICCID: the panel takes 3 to 20 characters without blanks. Compare it with the card.',
  'parts-lost':
    'What was sent has been set, but these stops are no longer in their route at the panel: {names}. Somebody else may have deleted them at that moment. From now on the stops of a route are sent one by one to this panel.',
  'route-users-many':
    'Routes on these days: {found} users have some, and those of {most} can be shown together. The first of them are: choose fewer days, or the users themselves.',
  'sim-in-use': 'SIM card {value} is in another bundle already. Take it off there first, or enter another ICCID.',
  'sim-in-bundle':
    'SIM card {value} is in bundle {bundle}, as last pulled. Take it off there and send that first, or enter another ICCID.',
  'sim-unknown': 'The panel knows no SIM card with the ICCID {value}. Compare it with the card and enter it again.',
  'sim-blocked':
    'SIM card {value} is blocked, so the panel puts it into no bundle. Unblock it at the panel, or enter another ICCID.',
  'sim-deleted': 'SIM card {value} was deleted at the panel, which puts it into no bundle. Enter another ICCID.',
  'placeholder-unknown':
    'There is no placeholder {value}. Take one of {known}, or write two braces where one is meant as it is.',
  'clone-in-rules':
    'One rule of its user is bound to this clone: {ids}. Take the clone out of it, then send this again. | {count} rules of its user are bound to this clone: {ids}. Take the clone out of them, then send this again.',
  'clone-in-vehicles':
    'A vehicle of its user has this clone: {ids}. Take the clone out of it, then send this again. | {count} vehicles of its user have this clone: {ids}. Take the clone out of them, then send this again.',
  'clone-in-use':
    'These are bound to this clone, so the panel does not delete it: {types}. Take it out of them, then send this again.',
  'tracker-has-clones':
    'One clone of this tracker was not to be removed, so the panel does not remove it: {names}. Remove it with its clone, or delete the clone first. | {count} clones of this tracker were not to be removed, so the panel does not remove it: {names}. Remove it with its clones, or delete them first.',
  'imei-check-digit':
    'The check digit of IMEI {value} does not fit the others. Compare it with the device before you include it.',
  'text-long': 'The text has {length} characters, and the panel takes {most}. Shorten it.',
  'not-a-number': '“{value}” is not a whole number. Enter one in digits, without a unit.',
  'number-range': '{value} is outside of what the panel takes: {least} to {most}.',
  'moment-unreadable': '“{value}” is not a day with a time. Enter both, such as 2026-12-01 10:00 or 01.12.2026 10:00.',
  'moment-ambiguous':
    'In “{value}” some read the month first, others the day. Enter the year first, such as 2026-12-01 10:00, or points between, such as 01.12.2026 10:00.',
  'moment-impossible': '“{value}” names a day or a time that there is not. Correct it.',
  'moment-skipped':
    '{value} does not exist in {zone}: on that day clocks are put forward over it. Enter an earlier or a later time.',
  'day-unreadable':
    '“{value}” is not a day. Enter days such as 2026-12-01 or 01.12.2026, with commas or blanks between them.',
  'route-untold':
    'There is no route “{value}” of this user, or several are called so, or somebody has begun with the stop. Enter another name, or # and the ID of a route.',
  'rows-at-once': 'One to {most} can be made at once. Enter such a number.',
  'days-count': 'These are {days} days, and one to {most} can be copied to at once. Enter other days.',
  'route-size':
    'This route would have {stops} stops, and the panel takes a new one with {least} to {most}, all at once. Add or remove stops that are sent with it.',
  'window-over':
    'The window of this stop was over at {value} ({zone}), and the panel takes no change of such a stop. Set its end to a time to come.',
  'windows-clash':
    'This window ends at {to}, before that of “{name}”, which stands in front, begins at {from}. It can be sent, but the panel takes no change of such a route as a whole: each of its checkpoints goes by itself. Move it, or change one of the windows.',
  'windows-refused':
    'This window ends at {to}, before that of “{name}”, which stands in front, begins at {from}. The panel takes no new route like that. Move it, or change one of the windows.',
  'windows-behind':
    'This window begins at {from}, after that of “{name}”, which stands behind, ends at {to}. Give one of them another number, or change one of the windows.',
  'external-id-taken':
    '“{name}” of the same user has this external ID already. It can be sent, but cannot be told from that by its external ID.',
  'label-taken': '“{name}” of the same owner has this label already, or will have it. It can be sent all the same.',
  'plan-dearer':
    'The new plan costs more than {times} times as much a month as the present one. It can be sent all the same.',
  'many-owners': 'More than {most} are touched at once. It can be sent all the same.',
  'window-reversed': 'The window ends at {to}, before it begins at {from}. Change one of the two times.',
  'coordinates-unreadable':
    '“{value}” are not coordinates. Enter degrees north and east, such as 52.520008, 13.404954, or paste a link to a map.',
  'coordinates-range':
    '“{value}” is no place: degrees north go from −90 to 90, degrees east from −180 to 180. Correct the coordinates.',
  'coordinates-swapped':
    'In “{value}” north and east have changed places: degrees north come first. Swap the two numbers.',
  'yes-or-no': '“{value}” is neither yes nor no. Enter yes or no, true or false, 1 or 0.',
  'driver-unknown':
    'The user of this route has no tracker “{value}”, by label or id, as last pulled. Choose one of the list, or leave the cell empty for nobody.',
  'driver-not-theirs':
    'Tracker “{value}” is not one of the user’s, as last pulled. Choose one of theirs, or leave the cell empty for nobody.',
  'cell-staged':
    '“{value}” is staged for this cell and has not been sent. Send or revert that first, or enter the same here.',
  'cell-stays': 'The panel holds “{value}” here, and this import does not change it. Change it in the sheet.',
  'row-staged': '“{value}” is staged already. Leave the row out, or change what is staged in the sheet.',
  'stop-unknown':
    'No checkpoint has the id {value}, as last pulled. It was deleted, or the routes of its user and day are not shown. Show them, or empty the cell for a new one.',
  'route-unknown':
    'No route has the id {value}, as last pulled. It was deleted, or the routes of its user and day are not shown. Show them, or enter a name.',
  'route-ambiguous':
    'Several routes of this user are called “{value}” on that day. Enter the id of one with # before it.',
  'external-id-ambiguous':
    '{stops} checkpoints have the external ID “{value}”, so it cannot be told which one is meant. Give the row the id of one.',
  'external-id-elsewhere':
    'A checkpoint of “{route}” has the external ID “{value}” already. Include the row to add another.',
  'driver-ambiguous':
    '“{value}” may be one of several trackers of this user: {candidates}. Choose one, or enter its id with # before it.',
  'tag-unknown':
    'The user has no tag “{value}”, as last pulled. Enter tags by their names, with commas between them, or pull first if it is new.',
  'tag-ambiguous': 'Several tags of this user are called “{value}”. Enter the id with # before it.',
  'plan-unknown': 'No plan “{value}” was found in the last pull. Choose one of the list, or pull first if it is new.',
  'plan-ambiguous':
    '“{value}” may be one of several plans: {candidates}. Choose one, or enter its id with # before it.',
  'equipment-ambiguous':
    '“{value}” may be one of several kinds of equipment: {candidates}. Choose one, or enter its id with # before it.',
  'owner-unknown':
    'No user “{value}” was found in the last pull, by id, login or name. Choose one of the list, or pull first if the user is new.',
  'owner-ambiguous':
    '“{value}” may be one of several users: {candidates}. Enter the login, or the id with # before it.',
  'pattern-open':
    'The brace at character {at} of the pattern is not closed. Close it, or write it twice if it is meant as it is.',
  'pattern-column':
    'The pattern names a column “{name}” at character {at}, which this sheet does not have. Take the name from the list of columns.',
  'pattern-number':
    'The number “{name}” at character {at} of the pattern is not written as zeros. Write it like n:000 in braces.',
  expression:
    'This is not a regular expression that can be used: look at “{part}”. Mend it, or turn the option off to find it as it is.',
  'expression-group':
    'The replacement refers to group “{name}” at character {at}, which the expression does not have. Mend the reference, or write $$ for a dollar sign.',
  'file-binary':
    'This is a file of the kind {format}, not a text file. Save the table as CSV in your spreadsheet, then choose that file.',
  'file-large': 'The file is larger than {most} MB. Split it and import the parts one after the other.',
  'file-columns':
    'The file has {found} columns, and Fleetbook reads at most {most}. Choose another separator, or leave out the columns that are not needed.',
  'file-rows': 'The file has more than {most} rows. Split it and import the parts one after the other.',
  'file-encoding': 'The file cannot be read as {encoding}. Choose another encoding until names look right.',
  'row-ragged':
    'This row has {found} cells, and the others have {expected}. Check it for a missing or an extra separator.',
  'duplicate-in-file': 'The same thing stands in row {row} of the file. Remove one of the two.',
  'tracker-unknown':
    'No tracker with id {id} was found in the last pull. Check the id, or pull first if the tracker is new.',
  'user-unknown': 'No user “{value}” was found in the last pull. Check it, or pull first if the user is new.',
  'user-ambiguous':
    '“{value}” is the id of {byId} and the login of another user, whose id is {byLogin}. Name the column “User ID” or “Login”, or enter {byId} or {byLogin}, whichever is meant.',
  'bundle-exists': 'The panel has a bundle with IMEI {value} already. Remove the row.',
  'bundle-unknown':
    'No bundle “{value}” was found in the last pull. Check the IMEI or id, or pull first if the bundle is new.',
  'bundle-edit-staged':
    'The same is staged for bundle {value} already. Leave this row out, or change the value in the sheet of bundles.',
  'bundle-staged':
    'A bundle with IMEI {value} is staged already. Leave this one out, or discard the other in the outbox.',
  'entity-gone':
    'The panel no longer has id {id}, which this change is about. Discard the change, or pull and look for it.',
  'kind-unknown':
    'This version of Fleetbook does not know the kind of change “{kind}”; a newer version may have made it. It is kept and not sent: update Fleetbook, or discard it.',
  'kept-newer':
    'This change was made by a newer version of Fleetbook (version {version} of its format). It is kept and not sent: update Fleetbook, or discard it.',
  'kept-misfit':
    'What this change holds does not have the shape that this version of Fleetbook knows (at {place}). It is kept and not sent: update Fleetbook, or discard it and make it once more.',
  'kept-damaged':
    'This entry is damaged in the file ({cell}), so not all of it can be shown. It is kept as it is, and nothing of it is sent.',
  'needs-refused':
    'This waits for the change of “{name}”, which was refused. Mend that one and send it again, or discard both.',
  'needs-discarded': 'This waits for the change of “{name}”, which was discarded, so it cannot go. Discard it, too.',
  'needs-staged':
    'This waits for the change of “{name}”, which is staged and not sent. Send that one, or discard both.',
  'needs-unreadable':
    'This waits for the change of “{name}”, which this version of Fleetbook cannot read. Update Fleetbook, or discard both.',
  'part-stays':
    'The stop “{name}” stays behind, and a new route goes with all of its stops. Mend that stop, or discard it.',
  'needs-waiting':
    'This waits for the change of “{name}”, which itself waits for one that came to nothing. Look at that one.',
  'equipment-unknown': 'The panel has no equipment “{value}”. Choose one of its list.',
} as const satisfies Partial<Record<ProblemCode, string>>
