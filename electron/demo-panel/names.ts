/** Words of one language, out of which people, companies, places and labels are made up. */
export interface Language {
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
  readonly companies: readonly string[]
  readonly country: string
  /** Where its people plan their days. */
  readonly timeZone: string
  readonly cities: readonly string[]
  readonly street: string
  readonly vehicles: readonly string[]
  readonly notes: readonly string[]
}

/** Languages in several scripts, written in either direction, with and without letters in two sizes. */
export const languages: readonly Language[] = [
  {
    firstNames: ['Alice', 'Martin', 'Grace', 'Owen', 'Ruth', "D'Arcy"],
    lastNames: ['Hill', 'Baker', "O'Neill", 'Smith-Jones', 'Marsh', 'Fields'],
    companies: ['Harbour Freight', 'Northgate Couriers', 'Green Valley Dairy', 'Bell & Sons'],
    country: 'United Kingdom',
    timeZone: 'Europe/London',
    cities: ['Leeds', 'Bristol', 'Inverness'],
    street: 'Station Road',
    vehicles: ['Truck', 'Van', 'Courier', 'Trailer', 'Forklift', 'Service car'],
    notes: ['Need to change SIM till next month', 'Driver reports weak signal', 'Spare key in the office'],
  },
  {
    firstNames: ['Jürgen', 'Käthe', 'Sören', 'Anke'],
    lastNames: ['Groß', 'Müller', 'Weiß', 'Schäfer'],
    companies: ['Spedition Groß', 'Bäckerei Körner', 'Müllabfuhr Süd'],
    country: 'Deutschland',
    timeZone: 'Europe/Berlin',
    cities: ['Köln', 'Lübeck', 'Görlitz'],
    street: 'Große Straße',
    vehicles: ['Lkw', 'Kühlwagen', 'Müllfahrzeug', 'Anhänger'],
    notes: ['Winterreifen prüfen', 'Gerät sitzt hinter der Blende, "links oben"'],
  },
  {
    firstNames: ['José', 'Íñigo', 'Renée', 'Zoë'],
    lastNames: ['Núñez', 'García Peña', 'Lefèvre', 'Muñoz'],
    companies: ['Transportes Ñandú', 'Logística del Sur, S.L.', 'Crèmerie du Château'],
    country: 'España',
    timeZone: 'Europe/Madrid',
    cities: ['A Coruña', 'Cádiz', 'León'],
    street: 'Calle de la Peña',
    vehicles: ['Camión', 'Furgón', 'Grúa', 'Autobús'],
    notes: ['Cambiar la batería en otoño', 'Sólo días laborables; ver el contrato nº 7'],
  },
  {
    firstNames: ['Łukasz', 'Šárka', 'Žofie', 'Őrs'],
    lastNames: ['Wójcik', 'Dvořák', 'Kőszegi', 'Žák'],
    companies: ['Přeprava Žižkov', 'Usługi Łódź', 'Őrség Kft.'],
    country: 'Česko',
    timeZone: 'Europe/Prague',
    cities: ['Ústí nad Labem', 'Łódź', 'Győr'],
    street: 'Křižíkova',
    vehicles: ['Náklaďák č.', 'Dodávka', 'Ciężarówka', 'Teherautó'],
    notes: ['Řidič hlásí poruchu', 'Wymienić kartę SIM'],
  },
  {
    firstNames: ['Анна', 'Пётр', 'Мария', 'Юрий'],
    lastNames: ['Щукина', 'Ёлкин', 'Полевая', 'Лесной'],
    companies: ['ООО «Северный путь»', 'Молокозавод «Заря»', 'Автобаза № 3'],
    country: 'Россия',
    timeZone: 'Europe/Moscow',
    cities: ['Йошкар-Ола', 'Орёл', 'Тверь'],
    street: 'Вокзальная улица',
    vehicles: ['Грузовик', 'Газель', 'Прицеп', 'Экскаватор', 'Автобус'],
    notes: ['Заменить SIM до конца месяца', 'Водитель сообщает о плохой связи'],
  },
  {
    firstNames: ['ليلى', 'سامي', 'نور'],
    lastNames: ['الحقلي', 'البحري', 'النجار'],
    companies: ['شركة الطريق السريع', 'نقل الواحة'],
    country: 'الأردن',
    timeZone: 'Asia/Amman',
    cities: ['العقبة', 'إربد'],
    street: 'شارع المحطة',
    vehicles: ['شاحنة', 'سيارة خدمة', 'حافلة'],
    notes: ['تغيير الشريحة قبل نهاية الشهر', 'المفتاح في المكتب'],
  },
  {
    firstNames: ['נועה', 'איתן', 'תמר'],
    lastNames: ['שדה', 'ים־סוף', 'הררי'],
    companies: ['הובלות הצפון', 'משלוחי הנגב בע״מ'],
    country: 'ישראל',
    timeZone: 'Asia/Jerusalem',
    cities: ['באר שבע', 'חיפה'],
    street: 'רחוב התחנה',
    vehicles: ['משאית', 'טנדר', 'מלגזה'],
    notes: ['להחליף כרטיס עד סוף החודש'],
  },
  {
    firstNames: ['雪', '建国', '小明'],
    lastNames: ['田', '江', '林'],
    companies: ['长江物流有限公司', '北方冷链'],
    country: '中国',
    timeZone: 'Asia/Shanghai',
    cities: ['成都', '哈尔滨'],
    street: '车站路',
    vehicles: ['货车', '冷藏车', '叉车', '挂车'],
    notes: ['下个月前更换SIM卡', '司机反映信号弱'],
  },
  {
    firstNames: ['Ελένη', 'Γιώργος', 'Άννα'],
    lastNames: ['Θαλασσινός', 'Βουνάκης', 'Κήπου'],
    companies: ['Μεταφορές Αιγαίου', 'Γαλακτοκομία Όρους Α.Ε.'],
    country: 'Ελλάδα',
    timeZone: 'Europe/Athens',
    cities: ['Θεσσαλονίκη', 'Ιωάννινα'],
    street: 'Οδός Σταθμού',
    vehicles: ['Φορτηγό', 'Ψυγείο', 'Λεωφορείο'],
    notes: ['Αλλαγή κάρτας SIM έως τον επόμενο μήνα'],
  },
  {
    firstNames: ['สมใจ', 'ประเสริฐ', 'น้ำฝน'],
    lastNames: ['ทะเลงาม', 'ภูเขาทอง'],
    companies: ['ขนส่งเหนือ จำกัด', 'ครัวริมน้ำ'],
    country: 'ไทย',
    timeZone: 'Asia/Bangkok',
    cities: ['เชียงใหม่', 'ขอนแก่น'],
    street: 'ถนนสถานี',
    vehicles: ['รถบรรทุก', 'รถตู้', 'รถพ่วง'],
    notes: ['เปลี่ยนซิมก่อนสิ้นเดือน'],
  },
]

/** Labels that spreadsheets, CSV files and screens stumble over. */
export const awkwardLabels: readonly string[] = [
  '=SUM(A1:A9)',
  '+49 van',
  '-7',
  '@depot',
  '"Rex", the van',
  "'quoted",
  'a,b;c\\d',
  'Truck',
  'Truck',
  'truck',
  '007',
  '1E5',
  '2026-03-01',
  'TRUE',
  'Zoë'.normalize('NFD'),
  'The very long name of a refrigerated trailer for fish, no. 6',
]

/** Before the @ of a login. */
export const mailboxes = ['fleet', 'dispatch', 'office', 'logistics', 'garage', 'depot', 'transport', 'admin'] as const
/** After the @: domains that are reserved for examples. */
export const mailDomains = ['example.com', 'example.org', 'example.net'] as const
