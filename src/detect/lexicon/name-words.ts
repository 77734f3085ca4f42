/** Names that are also words of everyday English or of software: alone they are no evidence of a person. */
export const EVERYDAY_NAMES: string =
  'able ai all alpha alt alter an angle ary as azure back bacon bad banner bare barrier bash bear bee begin bench best big bigger ' +
  'binder black blank blanks block blocker bloom body bold bolt book books border born bottom bounds box brace branch brand brew bridge ' +
  'bump bunch button call cancel card cardinal carry case cash center chai chalk chance channel check cherry child choice class clear ' +
  'click client close coffee cola constant core cork corner cost counts county court courts cover cross current curry cut daily dam dark ' +
  'dash dates dawn day days deal deem degree del delay delta department do don dot drain driver due duty eager eagle early east echo edge ' +
  'else er even factor fair faith fall fast favorite fe fee few field fields file filler fine fix flake flock flood force form forth forward ' +
  'free freed freeze friend gain gains given go gold good goodwill grant grow guard guess guest hack hall hand handler handy hang hard harden ' +
  'harder harmony hash haven hazard he head heap heard height held her high hill holder hole home hook hooks hope house hull human ice im in ' +
  'job joiner joy judge july june jump just key keys king kit lack lake land large latch law laws lawyer leaf leak leaks lieu light line lines ' +
  'link linker list little lo lock long look loop loose low lower main major majors make maker man manual many march mark marker marks mask ' +
  'mass master matter max may means meta miles million min mine minor miss mix mo mock more mount music my near new nice noble north nova null ' +
  'numbers office old overall owens pack page pair park pass patch peak people person persons phoenix pick ping place plain player pointer ' +
  'police poll pool port post pound power powers press pretty price prime prior profit proper quick range rank rather read reader reading ready ' +
  'real reason record register render ring risk river road robin roll rolling room root roots row royalty rule rules runner running rust sale ' +
  'sales sample samples school sea seal self sell senior service services session sessions settle shake shell short shorter show shows sides sing ' +
  'singleton sink site sites six skipper small smart so soon south span speed spikes spring square stack staff stage standard star start state ' +
  'steward stiff still stops story straight strand strange street string strong sun super surface swift tell temple test tester thai than tiny ' +
  'title to top town toy trade travel treat trim true trust tune union united val value via vice wait walk wall waits way weight welcome well west ' +
  'white wild will wink winter wire wise word work works workshop world worth worthy writing yard year you young zip';

/** Words that are in the name of an organization, a place or a form, not in a person's. */
export const ORGANIZATION_WORDS: string =
  'inc llc ltd corp corporation company co agency department dept division office bureau board council committee commission association ' +
  'institute university college school academy hospital clinic center centre bank union credit trust fund foundation society services ' +
  'service systems solutions group partners enterprises industries international national federal state county city town township district ' +
  'street avenue ave road boulevard blvd drive court highway suite building floor room apartment northeast missouri ' +
  'kansas illinois iowa nebraska arkansas oklahoma tennessee kentucky springfield columbia independence department workforce development ' +
  'program programs project training career job jobs employment labor insurance health medical benefits security social number name names date ' +
  'address phone email code type status form report application applicant claimant participant customer client employee employer ' +
  'customer user users member members staff team manager administrator admin support sales team sir madam friend friends colleague colleagues ' +
  'account field value string null undefined none unknown test example sample section table figure chapter appendix list total information ' +
  'data file files record records system server public private general new update request response error warning notice please thank thanks ' +
  'monday tuesday wednesday thursday friday saturday sunday january february september october november december ' +
  'street license licence passport card birth mail and or the for with from this that these those your our all any of in on at by is are ' +
  'empresa compania departamento oficina condado ciudad estado escuela universidad banco hospital programa servicio servicios cliente usuario ' +
  'american express visa mastercard discover diners club amex he she it we they you his her their my your him them me us who what when where why ' +
  'how which there here not no yes if then but so because while after before during since until also has have had was were been do does did ' +
  'can could will would should must may might shall get got go see use used using add set make made take give find call contact send reply ' +
  'invoice order payment balance amount due paid receipt transaction description comment comments note notes subject dear hello hi regards ' +
  'sincerely respectfully truly best kind confidential private internal draft copy page attachment attached enclosed signature ' +
  'soc sec ssn dob itin ein npi mrn tin pin id acct routing passport medicare medicaid ssdi ssi wioa irs uscis ' +
  'fecha numero direccion telefono correo solicitud senores quien';

/** Words for a part of an organization. Beside a known name they say nothing: people write where they work behind their name. */
export const UNIT_WORDS: string =
  'unit units directorate secretariat research analytics statistics evaluation planning policy operations administration compliance ' +
  'outreach finance procurement payroll audit adjudication appeals unidad direccion investigacion';
