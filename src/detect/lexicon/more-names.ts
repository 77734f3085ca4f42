/**
 * Given names, surnames and short forms that Spanish-speaking people in the United States bear and the census list of 1990 ranks
 * low or lacks; and English short forms. Lower case, without accents. Compiled from general knowledge.
 */
export const MORE_GIVEN_NAMES: string =
  'adalberto adriana agustin alejandra alejandro alfonso alicia alma alvaro amparo ana anabel andres angelica angelina araceli armando ' +
  'arturo aurelio aurora beatriz benito bernardo blanca camila carmen carolina catalina cecilia celia cesar clara concepcion consuelo ' +
  'cristina cristobal cruz dagoberto dalia damian daniela diego dolores edgardo eduardo efrain elena elias elisa eloisa elvira emilia ' +
  'emiliano emilio enrique ernesto esmeralda esperanza esteban estela eugenio eusebio eva evangelina fabian fabiola federico felipe ' +
  'feliciano felix fermin fernanda fernando fidel flor francisca francisco gabriel gabriela genaro gerardo gilberto gisela gloria ' +
  'gonzalo graciela gregorio griselda guadalupe guillermo gustavo hector heriberto herminia hilda horacio hortensia humberto ignacio ' +
  'ines irma isabel isidro ismael itzel ivan ivette jacinto jaime javier jazmin jesus jimena joaquin jorge jose josefa josefina juan ' +
  'juana julieta julio karina laura lazaro leandro leonor leticia lidia liliana lorena lorenzo lourdes lucia luciano lucio luis luisa ' +
  'luz magdalena maite manuel manuela marcela marcelino marcelo marco marcos margarita maria mariana maribel maricela mario marisol ' +
  'maritza martin martina mateo matias mauricio maximiliano mayra mercedes miguel minerva miriam moises monica natalia nelida nereida ' +
  'nestor nicolas noemi norberto norma octavio ofelia olga olivia omar orlando oscar osvaldo pablo paloma paola patricia paulina pedro ' +
  'perla pilar rafael raquel ramiro ramon raul rebeca refugio renata rene reyna ricardo rigoberto roberto rocio rodolfo rodrigo rogelio ' +
  'rolando romina rosa rosalia rosalinda rosario ruben salvador samuel sandra santiago santos sara saul sebastian sergio silvia simon ' +
  'socorro sofia soledad sonia susana tadeo teodoro teresa tomas trinidad valentin valentina valeria vanesa veronica vicente victor ' +
  'victoria virginia viviana wilfredo xavier ximena xiomara yadira yesenia yolanda zoila ' +
  'abby alex andy barb becky ben bert beth betsy betty bill billy bob bobby brad cathy charlie chuck cindy dan dave debbie dick don ' +
  'donnie doug eddie eli fred gabe gerry greg hank jack jackie jake jeff jen jenny jerry jess jim jimmy joe joey jon josh kate kathy ' +
  'katie ken kim larry liz lou maggie mandy matt maggie meg mike mickey nate ned nick pam pat patty pete phil ray rick rob ron ronnie ' +
  'sam sandy sally steve sue suzy tammy ted terri tim tina tom tommy tony val vicky wes zach ' +
  'aaliyah aiden aisha amir aryan ayaan caden dakota deshawn destiny ethan fatima hassan ibrahim imani jayden jaylen kaitlyn keisha ' +
  'lakisha latoya liam linh logan madison malik mason mei mohamed mohammed muhammad nguyen noah olumide omar priya raj rajesh sanjay ' +
  'shanice sunil thuy trinh wei xin yuki yusuf zoe nevaeh kiara jada amari khalil tariq chloe mackenzie brooklyn harper avery';

export const MORE_SURNAMES: string =
  'acevedo acosta aguilar aguirre alarcon alfaro almaraz alvarado alvarez amaya anaya aparicio aragon aranda arce arellano arias ' +
  'arredondo arriaga arroyo avalos avila ayala baca baez balderas barajas barragan barrera barrios bautista becerra beltran benavides ' +
  'benitez bermudez bernal blanco bonilla borrego bravo brito bueno burgos bustamante bustos caballero cabrera calderon camacho campos ' +
  'cano cantu carbajal cardenas cardona carmona caro carranza carrasco carrera carrillo casares casas castaneda castellanos castillo ' +
  'castro cazares ceballos cervantes chacon chavez cisneros collazo colon contreras cordero cordova corona coronado correa cortes ' +
  'cortez covarrubias cruz cuellar cuevas davila delacruz delagarza delarosa deleon delgado diaz dominguez duarte duenas duran echeverria ' +
  'elizondo enriquez escalante escamilla escobar espinal espinosa espinoza esquivel estrada fajardo farias fernandez figueroa flores ' +
  'fonseca franco fuentes galindo gallardo gallegos galvan gamboa garcia garza gaytan gomez gonzales gonzalez granados guerra guerrero ' +
  'guevara guillen gutierrez guzman haro henriquez heredia hernandez herrera hidalgo hinojosa huerta hurtado ibarra iglesias infante ' +
  'islas izquierdo jaramillo jasso jimenez juarez jurado lara leal ledesma lemus leon leyva limon linares lira llamas loera lomeli lopez ' +
  'lozano lucero lugo lujan luna macias madera madrid madrigal maldonado manriquez manzanares maravilla marin marquez marroquin martinez ' +
  'mata matos maya medina medrano mejia melendez melgar mena mendez mendoza menendez mercado merino mesa meza millan miramontes miranda ' +
  'mojica molina monroy montalvo montano montenegro montes montoya mora morales moreno moya munguia muniz munoz murillo najera narvaez ' +
  'nava navarrete navarro negrete nevarez nieto nieves noriega nunez ocampo ochoa ojeda olivares olivas olvera orellana ornelas orozco ' +
  'orta ortega ortiz osorio otero oviedo pabon pacheco padilla palacios palma palomino pantoja paredes parra partida patino pedraza pena ' +
  'peralta perales perdomo perez pichardo pineda pinto pizarro plascencia ponce portillo prado preciado prieto puente puentes pulido ' +
  'quezada quinones quintana quintanilla quintero quiroz ramirez ramos rangel raya razo rendon renteria resendez reyes reyna reynoso rico ' +
  'rios rivas rivera robledo robles rocha rodarte rodriguez rojas roldan romero romo rosado rosales rosario rosas rubio ruelas ruiz ' +
  'saavedra saenz salas salazar salcedo saldana saldivar salgado salinas salmeron samaniego sanabria sanchez sandoval santana santiago ' +
  'santillan santos saucedo segovia segura sepulveda serna serrano sierra silva solano solis solorio soria sosa sotelo soto suarez tafoya ' +
  'talavera tamayo tapia tejada tejeda tellez tello terrazas tijerina tirado toledo torres toscano trejo trevino trujillo ulloa urbina ' +
  'uribe urrutia valadez valdes valdez valdivia valencia valentin valenzuela valladares valle vallejo valles vargas vasquez vazquez vega ' +
  'vela velasco velasquez velazquez velez venegas vera verdugo vergara vidal viera vigil villa villagomez villalobos villalpando ' +
  'villanueva villarreal villasenor villegas viramontes yanez ybarra zambrano zamora zamudio zapata zarate zavala zepeda zuniga ' +
  'nguyen tran pham huynh hoang phan vu vo dang bui ngo duong patel singh shah kaur khan ahmed ali hussain mohamed hassan kim park choi ' +
  'jung kang wang li zhang chen liu yang huang zhao wu xu sun zhu ma gao lin okafor adeyemi okonkwo abdi farah ibrahim';
