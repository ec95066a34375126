// Tested by: services/ingest/sources/text_test.cc
#include <sstream>

#include "ingest/domain/mapping.h"

namespace leakproof::ingest {
namespace {

// One line a field: our name, then what forms call it, folded: accents and signs above or below a letter are gone, and
// Korean syllables are in their parts. The words are those of local forms and of ad platforms' exports.
constexpr const char* kTable = R"(
full_name fullname name yourname hoten hovaten tenkhachhang tendaydu contactname leadname customername vollstandigername vollstaendigername nombrecompleto nombreyapellidos nomcomplet nometprenom prenometnom nomecompleto nomeecognome お名前 氏名 名前 姓名 ชอ ชอนามสกล ชอสกล 이름 성함
given_name givenname firstname ten vorname prenom nombre nome voornaam imie 名
family_name familyname lastname surname ho nachname familienname apellido apellidos nom nomdefamille cognome sobrenome achternaam nazwisko 姓 นามสกล
phone phone phonenumber tel telephone mobile mobilephone cellphone workphone workphonenumber yourphone sdt dienthoai sodienthoai sodt sodidong hotline inputphonenumber telefon telefonnummer telefonnr rufnummer handy handynummer handynr mobilnummer mobiltelefon mobil telefono numerodetelefono telefonomovil movil celular numerodecelular numerodetelephone telefone numerodetelefone numeroditelefono cellulare telefoonnummer telefoon 電話番号 電話 携帯電話 携帯番号 电话 电话号码 手机 手机号 手机号码 เบอรโทร เบอรโทรศพท เบอรมอถอ 전화번호 휴대폰 휴대폰번호 연락처
phone_country countrycode dialcode callingcode phonecountry phonecountrycode phonecode countrycallingcode
email email mail emailaddress useremail youremail workemail inputemail thudientu diachiemail emailadresse correo correoelectronico courriel adresseemail adressemail メールアトレス メール 邮箱 电子邮件 อเมล 이메일
city city town thanhpho usercity tinhthanhpho stadt ort wohnort tinhtp ciudad ville cidade citta
region region state province tinh tinhthanh bundesland provincia departement
district district quan huyen quanhuyen userdistrict
ward ward phuong xa phuongxa userward
postal_code postalcode postcode zip zipcode plz mabuuchinh postleitzahl codigopostal codepostal 郵便番号
country country quocgia nuoc land pais pays paese 国 国家 ประเทศ 국가
address address streetaddress street diachi useraddress adresse strasse direccion endereco 住所
company company companyname organization organisation congty tencongty firma firmenname unternehmen empresa entreprise societe azienda 会社名 公司
job_title jobtitle title position chucvu chucdanh berufsbezeichnung
language language lang locale ngonngu
message message comment comments yourmessage note notes noidung loinhan ghichu tinnhan nachricht mensaje mensagem messaggio メッセーシ
consent consent marketingconsent optin newsletter dongy dongynhantin
submitted_at submittedat createdat createdtime submitted
attribution.utm_source utmsource
attribution.utm_medium utmmedium
attribution.utm_campaign utmcampaign
attribution.utm_term utmterm
attribution.utm_content utmcontent
attribution.gclid gclid gclidfield
attribution.gbraid gbraid
attribution.wbraid wbraid
attribution.dclid dclid
attribution.fbclid fbclid
attribution.ttclid ttclid
attribution.li_fat_id lifatid
attribution.msclkid msclkid
attribution.page_url pageurl urlpage landingpage
attribution.referrer referrer referer
attribution.form formid formname form
attribution.campaign campaignid campaign
)";

Aliases read_table() {
  Aliases aliases;
  std::istringstream lines(kTable);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string ours;
    words >> ours;
    for (std::string alias; words >> alias;) aliases.emplace(alias, ours);
  }
  return aliases;
}

}  // namespace

const Aliases& built_in_aliases() {
  static const Aliases aliases = read_table();
  return aliases;
}

}  // namespace leakproof::ingest
