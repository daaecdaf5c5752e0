/** ISO 3166-1 of 2024: alpha-2 and alpha-3 run together. XK (Kosovo) is a user-assigned code that ERPs know. */
const TABLE =
  'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI ' +
  'BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN ' +
  'COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK ' +
  'FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD ' +
  'HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA ' +
  'KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD ' +
  'MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL ' +
  'NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA ' +
  'SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF ' +
  'TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR ' +
  'VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE';

const ALPHA3 = new Map(TABLE.split(' ').map((entry): [string, string] => [entry.slice(0, 2), entry.slice(2)]));
const ALPHA2 = new Map([...ALPHA3].map(([two, three]): [string, string] => [three, two]));

/** Codes in use that are not ISO 3166: the United Kingdom, and Greece in tax ids. */
const OTHER_CODES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** Names that people write and the runtime does not print. Written folded, as `fold` gives them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US', 'u.s.a.': 'US', 'u.s.': 'US', 'united states of america': 'US', 'vereinigte staaten von amerika': 'US', 'great britain': 'GB', england: 'GB', scotland: 'GB', wales: 'GB',
  'northern ireland': 'GB', grossbritannien: 'GB', holland: 'NL', 'the netherlands': 'NL', 'czech republic': 'CZ', tschechei: 'CZ', turkey: 'TR', 'russian federation': 'RU', 'south korea': 'KR',
  'korea, republic of': 'KR', 'republic of korea': 'KR', 'north korea': 'KP', 'viet nam': 'VN', 'iran, islamic republic of': 'IR', 'syrian arab republic': 'SY', "cote d'ivoire": 'CI', 'ivory coast': 'CI',
  uae: 'AE', macedonia: 'MK', burma: 'MM', swaziland: 'SZ', 'cape verde': 'CV', 'east timor': 'TL', 'moldova, republic of': 'MD', 'tanzania, united republic of': 'TZ', 'bolivia, plurinational state of': 'BO',
  'venezuela, bolivarian republic of': 'VE', 'taiwan, province of china': 'TW', 'hong kong': 'HK', macau: 'MO', macao: 'MO', "people's republic of china": 'CN', 'democratic republic of the congo': 'CD', 'holy see': 'VA',
};

/** Languages of the names, in the order that decides where two languages write two countries alike. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'da', 'sv', 'pl', 'cs'];

/** Without case, accents and the apostrophes of word processors. */
const fold = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('’', "'").trim().toLowerCase();

let names: Map<string, string> | undefined;

function byName(): Map<string, string> {
  if (names !== undefined) return names;
  names = new Map(Object.entries(OTHER_NAMES));
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of ALPHA3.keys()) {
      const name = display.of(code);
      if (name !== undefined && !names.has(fold(name))) names.set(fold(name), code);
    }
  }
  return names;
}

/** ISO 3166 alpha-2 of what people write into an address: a code of two or three letters, or a name in one of the common languages. Null when unknown. */
export function countryCode(text: string): string | null {
  const code = text.trim().toUpperCase();
  if (ALPHA3.has(code)) return code;
  return OTHER_CODES[code] ?? ALPHA2.get(code) ?? byName().get(fold(text)) ?? null;
}

/** ISO 3166 alpha-3 of an alpha-2 code, null when there is no such country. */
export const alpha3Of = (code: string): string | null => ALPHA3.get(code.trim().toUpperCase()) ?? null;
