/**
 * What programs and texts are full of, the most frequent first: four characters each, as they are found in 100 MB of programs,
 * libraries and sources of a Debian system and of npm packages, letters in lower case. Only how fast a search is depends on it.
 */
const COMMON =
  'tion thethe consonstnst eturturnretunameurn file con ret if ion thisif (  reselftext of ing  for' +
  'ctio is  to port  iffor  thi  coort and mentfrompath andvalualuelineptiosion)contypehat strihis.' +
  ' not in funcatiorrorwithcontionserroockeunctrom optinot impocodenctiablecompefincker fil nam tha' +
  'formringdefi frodockinedinuxfinebytelinuengt comundengthlengreadcommnux/that)if  defrsiovers wit' +
  ' undtrininstyteself.testndefdata sel useersimage strliststartarte thindether or ile mpor pro as ' +
  'ame pars my  val pars threqubasedingn thimag  myheadf thwordarse)ret))co staent builhis signurce' +
  'sourith  be statned ourcter lassclaslayeparajectorma it .lenpackvoidommaayerokenmandoid  voiress' +
  ' texted  linhttpof t))iftteritem optconfs noontetingatchid 0ogra reammanoundtokenternstandex new' +
  'entsountuse whatux/a chagth calloduldistentrrmatencepresachember  det tharam verhere whenew .com' +
  'moduelseduleinteare locabjecscri  th one/doc intlace  senone= un pattimecoun} frcharsizenodeopen' +
  'know arehe confilderdef librraryfindfaulicat elsrn { resext  whaone plact isdefaexpo keyaultbrar' +
  'prinilesibratruenumbgestrintefau setmatcumbehe s insnownchec canmap( an uildsingriptelf-heck non' +
  'writobjeningmpleess ectikagepartage ble nfigate all stanrt {specback/lib  folf-> by atuslice= vo' +
  'iteragesirecttpsemen bytode angee re maxjsoncrip imadigeumenps:/e ine ofatedigestps:ingsr thff./' +
  ' trues, ere everamesxporase ionacach argight reqompais nker.e coes =rule(selackas toary/initequi' +
  'equeine foldette typrectargskindcatefountabllue ntenctorloadproghe ftes ulesoldee is))resub ed t' +
  'cleatoryuireotheaderest firs/armtem or (methterners esulckagsed sult err alldireresuin tquir let' +
  'lse  funarra lislink hasinfoithuuestistrdentalseirstocalout eadendin) reimiter, falsd toperlover' +
  'argeieldcom/er.ialidartspushcasevalintryore indirogr(congithits ion.s ofinesrfillimist {catider ' +
  's inonalt co mattent//gi wil youarch at operlearrget, an whiauthed =hub.riteub.c enderfigramserv';

const SIZE = 4;

/** About how often a block of four characters (latin1, letters in lower case) occurs, 1 for one that is not known. */
export function weightOf(block: string): number {
  const rank = RANKS.get(block);
  return rank === undefined ? 1 : 1 + MOST / (rank + RANK_OFFSET);
}

const MOST = 10_000;
const RANK_OFFSET = 10;
const RANKS: ReadonlyMap<string, number> = new Map(
  Array.from({ length: COMMON.length / SIZE }, (_, rank) => [
    COMMON.slice(rank * SIZE, (rank + 1) * SIZE),
    rank,
  ]),
);
